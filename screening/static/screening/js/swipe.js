/* Swipes on a phone: right include, left exclude, up on the bar maybe. Each has its button. */
function begin() {
  const record = document.getElementById("record");
  const bar = document.getElementById("vote-form");
  if (!record || !bar) return;
  const SHARE = 0.3;

  function click(action) {
    const button = bar.querySelector(`.verdict[data-key="${action}"]`);
    if (button) button.click();
  }

  function watch(place, moved, ended) {
    let start = null;
    place.addEventListener("touchstart", (event) => {
      start = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
    }, { passive: true });
    place.addEventListener("touchmove", (event) => {
      if (start) moved(event.touches[0].clientX - start.x, event.touches[0].clientY - start.y);
    }, { passive: true });
    for (const name of ["touchend", "touchcancel"]) {
      place.addEventListener(name, (event) => {
        if (!start) return;
        const touch = event.changedTouches[0];
        const moves = [touch.clientX - start.x, touch.clientY - start.y];
        start = null;
        moved(0, 0);
        if (name === "touchend") ended(...moves);
      });
    }
  }

  watch(record, (x, y) => {
    const sideways = Math.abs(x) > 2 * Math.abs(y) && Math.abs(x) > 24 && !getSelection().toString();
    record.dataset.swipe = !sideways ? "" : x > 0 ? "include" : "exclude";
    record.dataset.far = String(sideways && Math.abs(x) > innerWidth * SHARE);
  }, (x, y) => {
    if (Math.abs(x) < innerWidth * SHARE || Math.abs(x) < 2 * Math.abs(y) || getSelection().toString()) return;
    if (x > 0) click("include");
    else document.dispatchEvent(new CustomEvent("reviewapp:swiped-left"));
  });

  watch(bar, () => {}, (x, y) => { if (y < -60 && Math.abs(y) > 2 * Math.abs(x)) click("maybe"); });
}

begin();
