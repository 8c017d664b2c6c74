"""Static files under names with their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r"""(?m)^(?P<matched>import (?P<names>[^;"']+) from "(?P<url>\./\w+\.js)";)$"""


class HashedFiles(CompressedManifestStaticFilesStorage):
    """What a module of ours imports is named with its hash too.

    Django would do it for every script, and stop at one of a package that imports what is not
    there.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("screening/js/*.js", ((IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
