"""The built template as MiniStack can deploy it: it expands no loops (`Fn::ForEach`) in a nested stack."""

import json
from pathlib import Path

from local.places import BUILD


def without_loops() -> Path:
    """Write the built templates with the loops of the nested stack expanded; the path of the main one."""
    # Here, since MiniStack takes seconds to import.
    from ministack.services.cloudformation import language_extensions  # type: ignore[import-untyped]
    from samcli.yamlhelper import yaml_dump, yaml_parse  # type: ignore[import-untyped]

    template = yaml_parse((BUILD / "template.yaml").read_text(encoding="utf-8"))
    properties = template["Resources"]["Monitoring"]["Properties"]
    nested = yaml_parse((BUILD / properties["TemplateURL"]).read_text(encoding="utf-8"))
    expanded = language_extensions.apply(nested, {})
    del expanded["Transform"]
    properties["TemplateURL"] = "monitoring-without-loops.json"
    (BUILD / properties["TemplateURL"]).write_text(json.dumps(expanded), encoding="utf-8")
    path = BUILD / "without-loops.yaml"
    path.write_text(yaml_dump(template), encoding="utf-8")
    return path
