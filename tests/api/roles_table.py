"""Who gets what of every operation: one line each.
An operation that is missing here fails the suite.

Seven people, in this order:  anonymous  outsider  observer  reviewer  adjudicator  lead  removed member.
`body` is what is sent, a function of the world; `status` what those are answered who may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.world import World

PEOPLE = ("anonymous", "outsider", "observer", "reviewer", "adjudicator", "lead", "removed")
MEMBERS = "401 404 ok ok ok ok 404"
LEADS = "401 404 403 403 403 ok 404"
JUDGES = "401 404 403 ok ok ok 404"
VOTERS = "401 404 403 ok 403 403 404"
SETTLERS = "401 404 403 403 ok 403 404"
REOPENERS = "401 404 403 403 ok ok 404"
ANYBODY = "401 ok ok ok ok ok ok"

TA = "title-abstract"
CRITERION = {"stage": TA, "inclusion": True, "kind": "quality", "text_zh": "成人"}
HIGHLIGHTS = {"name_zh": "纳入词", "colour": "green", "terms": ["结节", "osteo*"]}


@dataclass(frozen=True, slots=True)
class Line:
    """One operation. `status` None: the usual one of the operation."""

    who: str
    body: Callable[[World], Any] | None = None
    status: int | None = None
    #: Whether the thing in the path is one person's, so that others do not find it.
    own: bool = False


def record(world: World) -> Any:
    return world.value("record_id")


#: Name of the operation → its line.
LINES: dict[str, Line] = {
    "get_me": Line(ANYBODY),
    "list_reviews": Line(ANYBODY),
    "create_review": Line(ANYBODY, lambda w: {"title_zh": "肺结节"}),
    "get_review": Line(MEMBERS),
    "change_review": Line(LEADS, lambda w: {"background": "笔记"}),
    "get_progress": Line(MEMBERS),
    "put_review_away": Line(LEADS),
    "bring_review_back": Line(LEADS),
    "list_members": Line(MEMBERS),
    "get_member": Line(MEMBERS),
    "change_roles": Line(LEADS, lambda w: {"adjudicates": True}),
    "remove_from_team": Line(LEADS, lambda w: {"open_votes": "keep"}),
    "list_invitations": Line(LEADS),
    "invite": Line(LEADS, lambda w: {"days": 7, "reviews": True}),
    "revoke_invitation": Line(LEADS),
    "list_criteria": Line(MEMBERS),
    "add_criterion": Line(LEADS, lambda w: CRITERION),
    "get_criterion": Line(MEMBERS),
    "change_criterion": Line(LEADS, lambda w: {"text_en": "Adults only"}),
    "retire_criterion": Line(LEADS),
    "list_reasons": Line(MEMBERS),
    "add_reason": Line(LEADS, lambda w: {"stage": "full-text", "label_zh": "结局不符"}),
    "get_reason": Line(MEMBERS),
    "change_reason": Line(LEADS, lambda w: {"label_en": "Another design"}),
    "retire_reason": Line(LEADS),
    "move_reason": Line(LEADS, lambda w: {"up": True}),
    "merge_reasons": Line(LEADS, lambda w: {"into": 10**9}, status=404),
    "list_highlights": Line(MEMBERS),
    "add_highlights": Line(JUDGES, lambda w: HIGHLIGHTS),
    "get_highlights": Line(MEMBERS),
    "change_highlights": Line(LEADS, lambda w: {"colour": "red"}),
    "delete_highlights": Line(LEADS),
    "suggest_terms": Line(LEADS, lambda w: {"terms": ["外泌体"], "why": "常见"}),
    "list_stages": Line(MEMBERS),
    "get_stage": Line(MEMBERS),
    "change_stage": Line(LEADS, lambda w: {"instructions_zh": "先看标题"}),
    "open_stage": Line(LEADS, lambda w: {}, status=409),
    "close_stage": Line(LEADS, lambda w: {}),
    "unblind_stage": Line(LEADS, lambda w: {"reason": "试"}),
    "screen_again": Line(LEADS, lambda w: {"scope": "all", "reason": "试"}),
    "start_calibration": Line(LEADS, lambda w: {"size": 2}),
    "end_calibration": Line(LEADS, status=409),
    "deal": Line(LEADS, lambda w: {"people": [m.pk for m in w.cast.review.memberships.filter(reviews=True, ended_at=None)]}),
    "take_assignments_back": Line(LEADS),
    "list_searches": Line(MEMBERS),
    "add_search": Line(LEADS, lambda w: {"kind": "database", "name": "CNKI 中国知网"}),
    "get_search": Line(MEMBERS),
    "change_search": Line(LEADS, lambda w: {"platform": "CNKI"}),
    "delete_search": Line(LEADS),
    "list_files": Line(MEMBERS),
    "upload_file": Line(LEADS, lambda w: {"file": ris()}),
    "get_file": Line(MEMBERS),
    "get_file_content": Line(MEMBERS),
    "list_rejected": Line(MEMBERS),
    "mend_entry": Line(LEADS, lambda w: {"raw": "TY  - JOUR\nTI  - 题名\nER  - \n"}),
    "read_file_again": Line(LEADS, lambda w: {}, status=409),
    "import_file": Line(LEADS, lambda w: {}, status=409),
    "list_dependents": Line(LEADS),
    "undo_import": Line(LEADS),
    "discard_file": Line(LEADS, status=409),
    "list_jobs": Line(MEMBERS),
    "get_job": Line("401 404 404 404 404 ok 404"),
    "cancel_job": Line("401 404 404 404 404 ok 404"),
    "list_records": Line(MEMBERS),
    "count_records": Line(MEMBERS),
    "get_record": Line(MEMBERS),
    "edit_record": Line(LEADS, lambda w: {"title": "新题名"}),
    "add_record": Line(LEADS, lambda w: {"title": "手工添加"}),
    "remove_records": Line(LEADS, lambda w: {"records": [record(w)], "kind": "other", "note": "无关"}),
    "label_records": Line(JUDGES, lambda w: {"records": [record(w)], "label": label(w)}),
    "count_duplicates": Line(MEMBERS),
    "find_duplicates": Line(LEADS),
    "list_pairs": Line(MEMBERS),
    "get_pair": Line(MEMBERS),
    "answer_pair": Line(JUDGES, lambda w: {"answer": "different"}),
    "answer_pairs": Line(JUDGES, lambda w: {"answers": [{"pair": w.value("pair_id"), "answer": "later"}]}),
    "reopen_pair": Line(JUDGES),
    "list_merges": Line(MEMBERS),
    "get_merge": Line(MEMBERS),
    "undo_merge": Line(JUDGES, lambda w: {}),
    "take_out": Line(JUDGES, lambda w: {"record": 10**9}, status=409),
    "mark_duplicate": Line(JUDGES, lambda w: {"of": 10**9}, status=409),
    "get_queue": Line(VOTERS),
    "get_card": Line(VOTERS),
    "list_my_votes": Line(VOTERS),
    "cast_vote": Line(VOTERS, lambda w: {"record": record(w), "verdict": "include"}),
    "cast_votes": Line(VOTERS, lambda w: {"votes": [{"record": record(w), "verdict": "maybe", "key": str(uuid4())}]}),
    "clear_vote": Line(VOTERS),
    "write_note": Line(VOTERS, lambda w: {"text": "备注"}),
    "put_labels_on": Line(VOTERS, lambda w: {"new": "综述"}),
    "list_labels": Line(MEMBERS),
    "add_label": Line(VOTERS, lambda w: {"name": "综述"}),
    "list_visible_votes": Line(MEMBERS),
    "list_conflicts": Line(SETTLERS),
    "get_conflict": Line(SETTLERS, status=404),
    "settle": Line(SETTLERS, lambda w: {"verdict": "include"}, status=409),
    "settle_many": Line(SETTLERS, lambda w: {"records": [record(w)], "verdict": "include"}),
    "discuss": Line(SETTLERS, status=409),
    "list_settlements": Line(REOPENERS),
    "undo_settlement": Line(SETTLERS, status=409),
    "reopen_report": Line(REOPENERS, lambda w: {"votes": "again", "reason": "再看"}, status=409),
    "undo_reopening": Line(REOPENERS),
    "list_reopening_requests": Line(REOPENERS),
    "ask_reopening": Line(VOTERS, lambda w: {"text": "请再看一次"}, status=409),
    "decline_reopening": Line(REOPENERS, lambda w: {"reply": "按方案处理"}),
    "add_comment": Line(JUDGES, lambda w: {"text": "同意"}, status=409),
    "list_full_texts": Line(MEMBERS),
    "count_full_texts": Line(MEMBERS),
    "set_full_text_status": Line(JUDGES, lambda w: {"records": [record(w)], "status": "requested"}),
    "list_files_of_record": Line(MEMBERS),
    "add_full_text": Line(JUDGES, lambda w: {"file": pdf()}, status=409),
    "get_full_text": Line(MEMBERS),
    "remove_full_text": Line(JUDGES),
    "list_unmatched": Line(JUDGES),
    "add_unmatched": Line(JUDGES, lambda w: {"file": pdf()}),
    "match_file": Line(JUDGES, lambda w: {"record": None}, status=404),
    "list_studies": Line(MEMBERS),
    "add_study": Line(JUDGES, lambda w: {"records": [record(w)]}),
    "get_study": Line(MEMBERS),
    "name_study": Line(JUDGES, lambda w: {"name": "高亚 2024"}),
    "add_to_study": Line(JUDGES, lambda w: {"records": [record(w)]}),
    "take_from_study": Line(JUDGES, lambda w: {"records": [record(w)]}),
    "get_flow": Line(MEMBERS),
    "list_numbers": Line(MEMBERS),
    "enter_number": Line(LEADS, lambda w: {"box": "previous", "number": 3, "why": "第一版纸质筛选"}),
    "withdraw_number": Line(LEADS),
    "list_versions": Line(MEMBERS),
    "publish": Line(LEADS, lambda w: {}, status=409),
    "get_version": Line(MEMBERS),
    "begin_update": Line(LEADS),
    "get_agreement": Line(MEMBERS),
    "list_exports": Line(MEMBERS),
    "get_export": Line(MEMBERS),
    "prepare_export": Line(MEMBERS, lambda w: {}),
    "get_list_export": Line(MEMBERS),
    "prepare_list_export": Line(MEMBERS, lambda w: {"form": "csv", "query": "year_from=2020"}),
    "list_prepared": Line(MEMBERS),
    "get_prepared": Line("401 404 404 404 404 ok 404", own=True),
    "get_prepared_content": Line("401 404 404 404 404 404 404", own=True),
    "get_archive": Line(LEADS),
    "make_archive": Line(LEADS, lambda w: {"reason": "试"}, status=409),
    "get_archive_content": Line(LEADS, status=403),
    "load_archive": Line(ANYBODY, lambda w: {"file": ris()}, status=202),
    "get_load": Line("401 404 404 404 404 ok 404", own=True),
    "list_history": Line(MEMBERS),
    "get_methods": Line(MEMBERS),
    "list_webhooks": Line(LEADS),
    "add_webhook": Line(LEADS, lambda w: {"url": "ftp://example.org", "events": ["import.finished"]}, status=400),
    "get_webhook": Line(LEADS),
    "change_webhook": Line(LEADS, lambda w: {"url": "https://127.0.0.1/"}, status=400),
    "end_webhook": Line(LEADS),
    "change_webhook_secret": Line(LEADS),
    "test_webhook": Line(LEADS),
    "list_deliveries": Line(LEADS),
    "send_delivery_again": Line(LEADS),
}  # fmt: skip


def label(world: World) -> int:
    from screening.models import Label

    return Label.objects.get_or_create(review=world.cast.review, name="综述", made_by=None)[0].pk


def ris() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(
        "CNKI-导出.ris", "TY  - JOUR\nTI  - 肺结节\nPY  - 2024\nER  - \n".encode()
    )


def pdf() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("报告.pdf", b"%PDF-1.4 made up %%EOF", "application/pdf")
