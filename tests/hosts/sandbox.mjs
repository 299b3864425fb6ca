// The sandbox, as the programs in this folder reach it: through its HTTP API, without apisql.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const built = process.env.APISQL_BUILT; // The folder with apisql and apisql.so.
export const extension = join(built, "apisql.so");

async function firstText(child) {
  let text = "";
  for await (const part of child.stdout.setEncoding("utf8")) {
    text += part;
    if (text.includes("Ctrl-C")) return text;
  }
  throw new Error("the sandbox does not start");
}

export class Sandbox {
  // With a config file that leads the extension to it. `end` ends it.
  static async start(settings = "") {
    const child = spawn(join(built, "apisql"), ["sandbox", "--port", "0"],
                        { stdio: ["ignore", "pipe", "inherit"] });
    const sandbox = new Sandbox();
    sandbox.child = child;
    const text = await firstText(child);
    sandbox.url = text.match(/^confluent: (.*)$/m)[1];
    sandbox.user = text.match(/^export CONFLUENT_CLOUD_API_KEY=(.*)$/m)[1];
    sandbox.password = text.match(/^export CONFLUENT_CLOUD_API_SECRET=(.*)$/m)[1];
    sandbox.writeConfig(settings);
    return sandbox;
  }

  writeConfig(settings) {
    this.folder = mkdtempSync(join(tmpdir(), "apisql_host_"));
    mkdirSync(join(this.folder, "apisql"));
    writeFileSync(join(this.folder, "apisql", "config.yaml"), `
settings: {${settings}}
providers:
  confluent:
    base_url: ${this.url}
    secrets:
      username: {value: ${this.user}}
      password: {value: "${this.password}"}
`, { mode: 0o600 });
    process.env.XDG_CONFIG_HOME = this.folder;
  }

  end() {
    this.child.kill();
    rmSync(this.folder, { recursive: true });
  }

  // One request; its JSON, or null. An error when the sandbox refuses it.
  async call(method, path, body) {
    const authorization = "Basic " + Buffer.from(this.user + ":" + this.password).toString("base64");
    const response = await fetch(this.url + path, {
      method, headers: { authorization, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  async list(path) {
    const items = [];
    for (let token = ""; token !== null;) {
      const page = await this.call("GET", `${path}?page_size=100${token}`);
      items.push(...page.data);
      const next = page.metadata.next && new URL(page.metadata.next).searchParams.get("page_token");
      token = next ? "&page_token=" + encodeURIComponent(next) : null;
    }
    return items;
  }

  // Of all keys: id, display_name, description, owner.
  async keys() {
    return (await this.list("/iam/v2/api-keys")).map(plainKey);
  }
  async key(id) {
    return plainKey(await this.call("GET", "/iam/v2/api-keys/" + id));
  }
  users() {
    return this.list("/iam/v2/users");
  }
  async addKey(owner, description = "") {
    const spec = { display_name: "added", description, owner: { id: owner } };
    return (await this.call("POST", "/iam/v2/api-keys", { spec })).id;
  }
  changeKey(id, fields) {
    return this.call("PATCH", "/iam/v2/api-keys/" + id, { spec: fields });
  }
  deleteKey(id) {
    return this.call("DELETE", "/iam/v2/api-keys/" + id);
  }
}

function plainKey({ id, spec }) {
  return { id, owner: spec.owner?.id ?? null, display_name: spec.display_name ?? null,
           description: spec.description ?? null };
}
