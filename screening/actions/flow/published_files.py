"""What a published version keeps: its words and methods text at once,
its files by a worker right after.
"""

import hashlib
import tempfile
import uuid
import zipfile
from dataclasses import asdict
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext

from screening.actions.archive.archive_export import one_moment
from screening.actions.jobs.job_queue import enqueue
from screening.actions.jobs.job_run import Running
from screening.exports import EXPORTS
from screening.exports._export import GROUPS, Export
from screening.methods import LANGUAGES
from screening.models import Job, Publication, PublicationCopy, StageSetting, User
from screening.queries.exports.snapshot import snapshot, wishes_of
from screening.queries.flow import flow_counts
from screening.queries.flow.published import team_copy
from screening.queries.flow.versions import compare
from screening.records.snapshot import Wishes

PIECE = 1 << 20


def keep(published: Publication) -> PublicationCopy:
    """Keeps what is told of this version, in both languages, in the transaction that publishes it."""
    review = published.review
    copy = PublicationCopy(
        publication=published,
        title_en=review.title_en,
        title_zh=review.title_zh,
        labels=review.diagram_labels,
        counts_studies=review.counts_studies,
    )
    for language, write in LANGUAGES.items():
        with translation.override(language):
            told = snapshot(team_copy(review), Wishes())
            copy.flows[language] = dict(told.flow)
            copy.reasons[language] = list(told.reasons)
            copy.methods[language] = [asdict(section) for section in write(told)]
    copy.save()
    return copy


def ask_files(published: Publication, by: User) -> Job:
    """The job that makes the files of this version. Send it in the same transaction."""
    return enqueue(kind="publication", review=published.review, by=by, publication=published.pk)


def kept_exports(*, decisions: bool) -> list[Export]:
    """The exports that a version keeps as files; its diagram is drawn from its numbers,
    in any form, at any time.
    """
    offered = [
        export
        for export in EXPORTS.values()
        if export.group in GROUPS and export.group != "diagram"
    ]
    return [export for export in offered if decisions or export.group != "decisions"]


def make_files(running: Running) -> dict[str, Any]:
    """The job "publication": every export in both languages, all of one moment, in one zip.

    How many records stood elsewhere by then is noted with it.
    Single votes are in it only where all stages are closed.
    """
    published = Publication.objects.select_related("review").get(pk=running.params["publication"])
    copy = PublicationCopy.objects.filter(publication=published).first() or keep(published)
    if copy.stored:
        return {"publication": published.pk}
    closed = not any(s.is_open for s in StageSetting.objects.filter(review=published.review))
    with tempfile.TemporaryFile() as out:
        with one_moment(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            files = [
                [lang, key]
                for lang in LANGUAGES
                for key in _write(archive, published, lang, closed)
            ]
            copy.moved = compare(published, None, flow_counts.flow(published.review)).total
        running.check()
        out.seek(0)
        digest = hashlib.sha256()
        while piece := out.read(PIECE):
            digest.update(piece)
        out.seek(0)
        name = f"publications/{published.review_id}/{uuid.uuid4().hex}.zip"
        copy.stored = default_storage.save(name, File(out))
    copy.files, copy.sha256, copy.made_at = files, digest.hexdigest(), timezone.now()
    copy.name = f"version {published.version}"
    copy.save()
    return {"publication": published.pk, "files": len(files)}


def _write(
    archive: zipfile.ZipFile, published: Publication, language: str, closed: bool
) -> list[str]:
    """Writes the exports in that language, and gives their keys."""
    review, keys = published.review, []
    with translation.override(language):
        wishes = wishes_of(review)
        shown = {lead: snapshot(team_copy(review, lead=lead), wishes) for lead in (False, True)}
        for export in kept_exports(decisions=closed):
            with archive.open(
                f"{language}/{export.key}/{export.filename}", "w", force_zip64=True
            ) as file:
                for piece in export.render(shown[export.group == "decisions"], gettext):
                    file.write(piece)
            keys.append(export.key)
    return keys
