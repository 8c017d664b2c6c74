"""Prints what is installed in this Python as a CycloneDX list, for whoever has to know what runs."""

import json
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from uuid import uuid4


def component(package: Distribution) -> dict[str, object]:
    """One package: name, version, licence as it says itself."""
    facts = package.metadata
    name, version = facts["Name"], package.version
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    told: dict[str, object] = {"type": "library", "name": name, "version": version, "purl": purl}
    if licence := facts.get("License-Expression"):
        told["licenses"] = [{"expression": licence}]
    return told


def sbom() -> dict[str, object]:
    """The list, by name."""
    packages = sorted(distributions(), key=lambda package: package.metadata["Name"].lower())
    own = [component(package) for package in packages if package.metadata["Name"] == "reviewapp"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            **({"component": own[0] | {"type": "application"}} if own else {}),
        },
        "components": [
            component(package) for package in packages if package.metadata["Name"] != "reviewapp"
        ],
    }


if __name__ == "__main__":
    print(json.dumps(sbom(), indent=1))
