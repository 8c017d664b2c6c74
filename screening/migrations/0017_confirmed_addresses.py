"""Every account gets its address in django-allauth's table; confirmed where an invitation to just that address was used."""

from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Whoever followed the link of an invitation to their address reads its mail; of the others nobody knows."""
    user, invitation = (
        apps.get_model("screening", "User"),
        apps.get_model("screening", "Invitation"),
    )
    address = apps.get_model("account", "EmailAddress")
    used = invitation.objects.exclude(email="").filter(accepted_by__isnull=False)
    followed = set(used.values_list("accepted_by", "email"))
    known = set(address.objects.values_list("user", flat=True))
    address.objects.bulk_create(
        (
            address(user_id=pk, email=email, primary=True, verified=(pk, email) in followed)
            for pk, email in user.objects.order_by("pk").values_list("pk", "email")
            if pk not in known
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("screening", "0016_sign_in_attempts"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
