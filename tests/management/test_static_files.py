from screening.management.static_files import collect_static_files


def test_static_files_are_gathered_again_only_when_one_has_changed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "gathered"
    source = tmp_path / "source"
    source.mkdir()
    (source / "own.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    said = []
    assert collect_static_files(said.append)
    assert (settings.STATIC_ROOT / "own.css").read_text() == "a {}"
    assert not collect_static_files(said.append)
    (source / "own.css").write_text("b {} ")
    assert collect_static_files(said.append)
    assert (settings.STATIC_ROOT / "own.css").read_text() == "b {} "
    assert len(said) == 2
