"""How fast a job goes, so that its page can say how long it still takes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="job", name="rate", field=models.FloatField(blank=True, null=True)
        ),
    ]
