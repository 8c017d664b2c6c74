// The index holds each Han character as a term (mkdocs.yml), while the search of the theme expects words and loses
// the end of a Chinese query. So each character goes to it as a term of its own that a section must hold.
const QUERY = 2;
const post = Worker.prototype.postMessage;

Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.type !== QUERY) return post.call(this, message, ...rest);
  const data = message.data.replace(/\p{sc=Han}/gu, " +$& ");
  return post.call(this, { ...message, data }, ...rest);
};
