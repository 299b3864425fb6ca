#!/usr/bin/env python3
"""Compares a registry of StackQL's documents with what `apisql import stackql` made of it.

usage: compare.py REGISTRY IMPORTED REPORT

REGISTRY is the folder that was imported, IMPORTED the folder that was made, REPORT what the command
printed. The documents of both are read here by PyYAML, and by nothing that the importer has: tables,
methods, verbs, paths and columns are derived anew. Ends with 1 where something differs that the report
does not tell.
"""
import collections
import glob
import os
import re
import sys

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
VERBS = ("select", "insert", "update", "delete", "replace")
HTTP = ("get", "post", "put", "patch", "delete")


class Plain(Loader):
    """Reads dates as texts, and tags of other programs as null."""


Plain.add_constructor(None, lambda loader, node: None)
Plain.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
Plain.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)


def load(file):
    with open(file, encoding="utf-8") as stream:
        return yaml.load(stream, Plain)


def providers(registry):
    """The provider.yaml of the newest version of each provider."""
    newest = {}
    for depth in ("", "*/", "*/*/", "src/*/*/"):
        for file in glob.glob(os.path.join(registry, depth + "provider.yaml")):
            folder = os.path.dirname(os.path.dirname(file))
            newest[folder] = max(newest.get(folder, ""), file)
    return sorted(newest.values())


def unescape(key):
    decoded = re.sub("%([0-9A-Fa-f]{2})", lambda match: chr(int(match[1], 16)), key)
    return decoded.replace("~1", "/").replace("~0", "~")


def follow(document, node):
    """The node, or what its $ref leads to."""
    for _ in range(20):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        reference, node = node["$ref"], document
        for key in reference[2:].split("/"):
            node = node.get(unescape(key)) if isinstance(node, dict) else None
    return None


def members(document, schema, level=0):
    """The names of the properties of a schema and of all parts of its unions."""
    schema = follow(document, schema)
    if not isinstance(schema, dict) or level > 12:
        return set()
    names = set(map(str, schema.get("properties") or {}))
    for union in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(union) or []:
            names |= members(document, part, level + 1)
    return names


def property_of(document, schema, name, level=0):
    schema = follow(document, schema)
    if not isinstance(schema, dict) or level > 12:
        return None
    if name in (schema.get("properties") or {}):
        return follow(document, schema["properties"][name])
    for union in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(union) or []:
            found = property_of(document, part, name, level + 1)
            if found is not None:
                return found
    return None


def items_of(document, schema, level=0):
    schema = follow(document, schema)
    if not isinstance(schema, dict) or level > 12:
        return None
    if "items" in schema:
        return schema["items"]
    for union in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(union) or []:
            found = items_of(document, part, level + 1)
            if found is not None:
                return found
    return None


def row_members(document, operation, response):
    """The names of the members of a row, as the schema of the answer has them."""
    answers = operation.get("responses") or {}
    key = str(response.get("openAPIDocKey", ""))
    answer = {str(name): value for name, value in answers.items()}.get(key)
    if answer is None:
        good = [value for name, value in answers.items() if str(name)[0] == "2" or name == "default"]
        answer = good[0] if good else {}
    content = (follow(document, answer) or {}).get("content") or {}
    wanted = response.get("mediaType")
    json_types = [name for name in content if "json" in name]
    chosen = wanted if wanted in content else (json_types + list(content) + [None])[0]
    schema = response.get("schema_override") or (content.get(chosen) or {}).get("schema")
    for name in [part for part in str(response.get("objectKey") or "$").lstrip("$").split(".") if part]:
        schema = property_of(document, schema, name)
    item = items_of(document, schema)
    return members(document, item if item is not None else schema)


def methods_of(document, resource):
    """Name -> verb, operation, path without query, and the method itself."""
    verbs = {}
    for verb in VERBS:
        for item in (resource.get("sqlVerbs") or {}).get(verb) or []:
            verbs.setdefault(item["$ref"].split("/")[-1], verb)
    found = {}
    for name, method in (resource.get("methods") or {}).items():
        reference = ((method.get("operation") or {}).get("$ref") or "").split("/")
        path = unescape(reference[-2]).split("?")[0] if len(reference) > 2 else ""
        operation = follow(document, method.get("operation")) or {}
        found[str(name)] = (verbs.get(name, "exec"), reference[-1], path, operation, method)
    return found


def shape(path):
    return re.sub(r"\{[^}]*\}", "{}", path)


def read_report(file):
    """Names of what was left out and of what EXEC calls, with the reasons."""
    left_out, by_exec = {}, {}
    line_of = re.compile(r"^.+?:\d+: ([\w.$@-]+): (left out|called by EXEC): (.*)$")
    with open(file, encoding="utf-8") as stream:
        for line in stream:
            match = line_of.match(line.rstrip("\n"))
            if match:
                (left_out if match[2] == "left out" else by_exec)[match[1]] = match[3]
    return left_out, by_exec


class Comparison:
    def __init__(self, imported, report):
        self.imported = imported
        self.left_out, self.by_exec = read_report(report)
        self.count = collections.Counter()
        self.per_provider = collections.defaultdict(collections.Counter)
        self.reasons = collections.Counter()
        self.faults = []

    def fault(self, name, text):
        self.faults.append(f"{name}: {text}")

    def reason_of(self, name):
        parts = name.split(".")
        for length in range(len(parts), 1, -1):
            reason = self.left_out.get(".".join(parts[:length]))
            if reason:
                return reason
        return None

    def add(self, provider, what, number=1):
        self.count[what] += number
        self.per_provider[provider][what] += number

    def service(self, provider, service, document):
        resources = ((document.get("components") or {}).get("x-stackQL-resources")) or {}
        for resource_name, resource in resources.items():
            methods = methods_of(document, resource)
            if not methods:
                self.add(provider, "resources without a method (views)")
                continue
            name = f"{provider}.{service}.{resource_name}"
            file = os.path.join(self.imported, provider, f"{service}.{resource_name}.yaml")
            table = load(file) if os.path.exists(file) else None
            self.add(provider, "tables")
            self.add(provider, "tables made", table is not None)
            for method_name, method in methods.items():
                self.method(provider, f"{name}.{method_name}", method_name, method, table, document)

    def method(self, provider, name, method_name, method, table, document):
        verb, http, path, operation, node = method
        self.add(provider, "methods")
        near = re.sub(r"[^\w$-]", "_", method_name).lstrip("_-$")
        all_made = (table or {}).get("methods", {})
        made = all_made.get(near if near == method_name else near + "_2", all_made.get(near))
        if made is None:
            reason = self.reason_of(name)
            self.reasons[reason] += 1
            if reason is None:
                self.fault(name, "is not made, and the report does not say why")
            return
        self.add(provider, "methods made")
        if name in self.left_out:
            self.fault(name, "is made, and the report says that it is left out")
        # REPLACE is an UPDATE that sends the whole object.
        whole = verb == "replace" and made["verb"] == "update" and made.get("body") == "whole"
        if made["verb"] == verb or whole:
            self.add(provider, "verbs kept")
        elif made["verb"] != "exec" or name not in self.by_exec:
            self.fault(name, f"is {verb}, and was made {made['verb']}")
        # A GET whose query is sent as a form.
        translated = ((node.get("config") or {}).get("requestTranslate") or {}).get("algorithm")
        if http == "get" and translated == "get_query_to_post_form_utf_8":
            http = "post"
        if http not in made:
            self.fault(name, f"sends {http}, and what was made does not")
        elif shape(made[http]) != shape(path):
            self.fault(name, f"asks {path}, and what was made asks {made[http]}")
        if made["verb"] == "select":
            self.columns(name, table, row_members(document, operation, node.get("response") or {}),
                         operation)

    def columns(self, name, table, names, operation):
        known = set()
        for column, said in table["columns"].items():
            known.add(column.lower())
            known |= {alias.lower() for alias in said.get("aliases", [])}
            known.add(str(said.get("path", "")).lower()[1:].replace("~1", "/").replace("~0", "~"))
        for method in table["methods"].values():
            for column, said in (method.get("filters") or {}).items():
                known.add(str(said.get("parameter", column)).lower())
        self.count["columns"] += len(names)
        missing = [one for one in names if one.lower() not in known]
        self.count["columns made"] += len(names) - len(missing)
        if missing:
            self.fault(name, "lacks the columns " + ", ".join(sorted(missing)[:5]))
        for parameter in operation.get("parameters") or []:
            if isinstance(parameter, dict) and parameter.get("in") == "path":
                one = str(parameter.get("name", ""))
                if f"{{{one}}}" in str(operation) and one.lower() not in known:
                    self.fault(name, "lacks the parameter " + one)

    def run(self, registry):
        for file in providers(registry):
            document = load(file)
            folder = os.path.dirname(file)
            files = {os.path.basename(one).lower(): one
                     for one in glob.glob(os.path.join(folder, "services", "*"))}
            for service, said in (document.get("providerServices") or {}).items():
                reference = os.path.basename((said.get("service") or {}).get("$ref", ""))
                found = files.get(reference.lower())
                if found is None:
                    self.count["services without a file"] += 1
                else:
                    self.service(document["name"], service, load(found))

    def print(self):
        print(f"{'provider':14} {'tables':>12} {'methods':>14} {'verbs kept':>12}")
        for provider, count in sorted(self.per_provider.items()):
            print(f"{provider:14} {count['tables made']:5} of {count['tables']:4} "
                  f"{count['methods made']:6} of {count['methods']:5} {count['verbs kept']:12}")
        for what, number in sorted(self.count.items()):
            print(f"{number:7} {what}")
        print("left out:")
        for reason, number in self.reasons.most_common(25):
            print(f"{number:7} {reason}")
        print(f"{len(self.faults)} differences that the report does not tell")
        for text in self.faults[:60]:
            print("  " + text)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    comparison = Comparison(sys.argv[2], sys.argv[3])
    comparison.run(sys.argv[1])
    comparison.print()
    sys.exit(1 if comparison.faults else 0)


if __name__ == "__main__":
    main()
