"""What goes into the operations of screening, and what comes out."""

from rest_framework import serializers

from screening.api.fields import Id, Moment, PageQuery, choice
from screening.api.records import RecordAnswer
from screening.decisions.judgement import ANSWERS
from screening.models import Verdict
from screening.queries.screening.queue import (
    ORDERS,
)


class OwnAnswer(serializers.Serializer):
    """What one has done oneself with a record at a stage."""

    verdict = serializers.ChoiceField(choices=Verdict.values, allow_blank=True)
    reason = Id(allow_null=True)
    judgements = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField(allow_blank=True)
    shared = serializers.BooleanField()
    labels = serializers.ListField(child=Id())


class CardAnswer(RecordAnswer):
    """A record that waits, with all one needs to decide, and what is one's own."""

    abstract = serializers.CharField()
    abstract_translated = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    own = OwnAnswer()
    files = serializers.ListField(child=Id(), help_text="Full texts, at full text.")


class QueueQuery(serializers.Serializer):
    """Which order, how many, and which one has at hand already."""

    order = choice(ORDERS, required=False)
    seed = serializers.IntegerField(required=False, min_value=0, max_value=999_999_999)
    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=50)
    but = serializers.CharField(
        required=False, default="", max_length=8000, help_text="Record ids, commas between."
    )


class VoteInput(serializers.Serializer):
    """A vote. `seen`: the `key` of one's own vote last seen, or `none`; another one since then refuses it."""

    record = Id()
    verdict = choice(Verdict.choices)
    reason = Id(required=False, allow_null=True)
    judgements = serializers.DictField(
        child=serializers.ChoiceField(choices=list(ANSWERS)), required=False
    )
    seen = serializers.CharField(required=False, max_length=36)
    key = serializers.UUIDField(
        required=False, help_text="Makes the vote count once, however late or often it comes."
    )


class VotesInput(serializers.Serializer):
    """Many votes; each stands or is refused by itself."""

    votes = VoteInput(many=True, allow_empty=False, max_length=500)


class VoteAnswer(serializers.Serializer):
    """One's own vote. `fixed` says that it cannot be changed any more."""

    record = Id(source="record_id")
    verdict = choice(Verdict.choices)
    reason = Id(source="reason_id", allow_null=True)
    judgements = serializers.DictField(child=serializers.CharField())
    key = serializers.UUIDField()
    cast_at = Moment()


class MyVoteAnswer(VoteAnswer):
    """The same in the list."""

    fixed = serializers.BooleanField()


class VoteDoneAnswer(serializers.Serializer):
    """One of many votes, cast or refused."""

    record = Id()
    done = serializers.BooleanField()
    code = serializers.CharField(allow_blank=True)


class MyVotesQuery(PageQuery):
    """Which of one's votes."""

    verdict = choice(Verdict.choices, required=False)
    reason = Id(required=False)
    state = serializers.ChoiceField(choices=["open", "fixed"], required=False)
    words = serializers.CharField(required=False, max_length=500)


class NoteInput(serializers.Serializer):
    """A note; an empty text takes it away. `shared`: the team sees it once the report is decided."""

    text = serializers.CharField(allow_blank=True, max_length=20_000)
    shared = serializers.BooleanField(required=False, default=True)


class LabelsInput(serializers.Serializer):
    """The labels that one puts on a record, instead of those one had there; `new` names one more."""

    labels = serializers.ListField(child=Id(), max_length=200, required=False)
    new = serializers.CharField(required=False, allow_blank=True, max_length=80)
    shared = serializers.BooleanField(required=False, default=True)


class LabelAnswer(serializers.Serializer):
    """A label of the team, or one's own."""

    id = Id()
    name = serializers.CharField()
    position = serializers.IntegerField()


class LabelInput(serializers.Serializer):
    """The name of a label."""

    name = serializers.CharField(max_length=80)


class LabelsAnswer(serializers.Serializer):
    """One's labels on the record."""

    labels = serializers.ListField(child=Id())


class QueueProgressAnswer(serializers.Serializer):
    """How far one is oneself."""

    done = serializers.IntegerField()
    left = serializers.IntegerField()
    all = serializers.IntegerField()


class QueueAnswer(serializers.Serializer):
    """What waits for oneself at a stage."""

    open = serializers.BooleanField()
    orders = serializers.ListField(child=serializers.CharField())
    progress = QueueProgressAnswer()
    records = CardAnswer(many=True)
