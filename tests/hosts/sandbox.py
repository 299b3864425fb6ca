"""The sandbox, as the programs in this folder reach it: through its HTTP API, without apisql."""

import base64
import ctypes
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import urllib.parse

BUILT = os.environ["APISQL_BUILT"]  # The folder with apisql and apisql.so.
EXTENSION = os.path.join(BUILT, "apisql.so")


def end_with_parent():
    prctl_set_death_signal = 1
    ctypes.CDLL(None).prctl(prctl_set_death_signal, signal.SIGTERM)


class Refused(Exception):
    """The sandbox answered a request with an error."""


def plain_key(key):
    spec = key["spec"]
    return {"id": key["id"], "owner": spec.get("owner", {}).get("id"),
            "display_name": spec.get("display_name"), "description": spec.get("description")}


class Sandbox:
    """A sandbox with a config file that leads the extension to it; ends with the `with` block."""

    def __init__(self, size=200, settings=""):
        self.process = subprocess.Popen(
            [os.path.join(BUILT, "apisql"), "sandbox", "--port", "0", "--size", str(size)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, preexec_fn=end_with_parent)
        text = ""
        while "Ctrl-C" not in text:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("the sandbox does not start")
            text += line
        self.urls = dict(re.findall(r"^(confluent|rockset): (.*)$", text, re.M))
        self.secrets = secrets = dict(re.findall(r"^export (\w+)=(.*)$", text, re.M))
        self.port = urllib.parse.urlsplit(self.urls["confluent"]).port
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        self.folder = tempfile.TemporaryDirectory()
        os.mkdir(os.path.join(self.folder.name, "apisql"))
        self.write_config(self.port, settings)
        basic = secrets["CONFLUENT_CLOUD_API_KEY"] + ":" + secrets["CONFLUENT_CLOUD_API_SECRET"]
        self.authorization = {
            "confluent": "Basic " + base64.b64encode(basic.encode()).decode(),
            "rockset": "ApiKey " + secrets["ROCKSET_API_KEY"]}

    def write_config(self, port, settings=""):
        """Leads what loads the extension from now on to that port."""
        secrets = self.secrets
        file = os.path.join(self.folder.name, "apisql", "config.yaml")
        with open(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as config:
            config.write(f"""
settings: {{{settings}}}
providers:
  confluent:
    base_url: http://127.0.0.1:{port}/confluent
    secrets:
      username: {{value: {secrets["CONFLUENT_CLOUD_API_KEY"]}}}
      password: {{value: "{secrets["CONFLUENT_CLOUD_API_SECRET"]}"}}
  rockset:
    base_url: http://127.0.0.1:{port}/rockset
    secrets:
      key: {{value: {secrets["ROCKSET_API_KEY"]}}}
""")
        os.environ["XDG_CONFIG_HOME"] = self.folder.name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def call(self, method, path, body=None, provider="confluent"):
        """One request; its JSON, or None. An error when the sandbox refuses it."""
        prefix = urllib.parse.urlsplit(self.urls[provider]).path
        self.connection.request(
            method, prefix + path, None if body is None else json.dumps(body),
            {"Authorization": self.authorization[provider], "Content-Type": "application/json"})
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise Refused(f"{method} {path}: {response.status} {text[:300]}")
        return json.loads(text) if text else None

    def list(self, path):
        """All items of a list of Confluent's."""
        items, token = [], ""
        while token is not None:
            page = self.call("GET", path + ("&" if "?" in path else "?") + "page_size=100" + token)
            items += page["data"]
            following = page.get("metadata", {}).get("next")
            query = urllib.parse.urlsplit(following or "").query
            found = urllib.parse.parse_qs(query).get("page_token")
            token = "&page_token=" + urllib.parse.quote(found[0]) if found else None
        return items

    def keys(self):
        """Of all keys: id, display_name, description, owner."""
        return [plain_key(key) for key in self.list("/iam/v2/api-keys")]

    def keys_of(self, owner):
        return [key for key in self.keys() if key["owner"] == owner]

    def key(self, id):
        return plain_key(self.call("GET", "/iam/v2/api-keys/" + id))

    def users(self):
        return self.list("/iam/v2/users")

    def add_key(self, owner, name="added", description=""):
        return self.call("POST", "/iam/v2/api-keys", {"spec": {
            "display_name": name, "description": description, "owner": {"id": owner}}})["id"]

    def change_key(self, key, **fields):
        self.call("PATCH", "/iam/v2/api-keys/" + key, {"spec": fields})

    def delete_key(self, key):
        self.call("DELETE", "/iam/v2/api-keys/" + key)
