"""What a vote said before it was changed in a discussion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0009_label_makers")]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="first_verdict",
            field=models.CharField(
                blank=True,
                choices=[("include", "Include"), ("maybe", "Maybe"), ("exclude", "Exclude")],
                default="",
                max_length=8,
            ),
        ),
    ]
