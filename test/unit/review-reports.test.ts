import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { marked, type Token, type Tokens } from "marked";
import { urnOf } from "../support/plan";
import { repository } from "../support/repository";
import {
  azuread,
  grant,
  group,
  judged,
  policy,
  principal,
  reviewBetween,
  vendorApp,
  type Made,
  type Review,
} from "../support/review";

const built = (...name: string[]) => join(repository, "cli", "dist", "review", "render", ...name);
const { escapeHtml, escapeMarkdown } = require(built("escape.js")) as typeof import("../../cli/review/render/escape");
const { renderHtml } = require(built("html")) as typeof import("../../cli/review/render/html");
const { renderJson } = require(built("json.js")) as typeof import("../../cli/review/render/json");
const { renderMarkdown, commentLimit, commentMark } = require(
  built("markdown.js"),
) as typeof import("../../cli/review/render/markdown");
const { renderSarif } = require(built("sarif.js")) as typeof import("../../cli/review/render/sarif");
const { renderText } = require(built("text.js")) as typeof import("../../cli/review/render/text");

const hostile = [
  `"><script>alert(1)</script>`,
  "</details></td><img src=x onerror=alert(1)>",
  "[a](https://evil.example) ![b](https://evil.example/x.png)",
  "@everyone #1 GH-1 https://evil.example www.evil.example",
  "`code` | cell | **bold** _soft_ ~~gone~~",
  "line\n# heading\n- item\u2028<!-- -->",
  "\u001b[31mred\u001b[0m \u202egnp.exe",
  "javascript:alert(1) &lt;b&gt; :smile:",
  "1. one",
  "- dash",
  "+ plus",
  "> quote",
];

/** An app whose every name is the text. */
const named = (text: string): Review => {
  const parent = urnOf("consentra:index:VendorApp", text);
  const inside = (...made: Made[]) => made.map((each) => ({ parent, ...each }));
  const record = {
    vendor: text,
    owners: [text],
    assignment: { required: true, managedBy: "stack", users: [text], groups: [] },
    mailboxScope: { mechanism: "accessPolicy", mode: "everyone", reason: text },
  };
  return reviewBetween(
    [],
    [
      vendorApp(text, record),
      ...inside(
        principal("app", { inputs: { notes: text } }),
        group("group", ["ann@contoso.com"]),
        policy("policy"),
        grant("mail", "Mail.Read"),
        {
          type: azuread("ServicePrincipalDelegatedPermissionGrant"),
          name: "delegated",
          inputs: { claimValues: [text] },
        },
      ),
      { type: azuread("Group"), name: text, inputs: { displayName: text } },
    ],
    {
      threshold: "low",
      judgement: judged({ message: text, about: text, urn: parent }),
      exceptions: [
        { policy: text, permission: "Mail.Read", app: text, reason: text, approver: text, expires: "2027-01-01" },
      ],
      diagnostics: [{ message: text, severity: "warning" }],
    },
  );
};

/** A stack of many apps. */
const many = (count: number): Review =>
  reviewBetween(
    [],
    Array.from({ length: count }, (_, at) => {
      const parent = urnOf("consentra:index:VendorApp", `app${at}`);
      const clientId = `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`;
      const mailboxes = Array.from({ length: 12 }, (__, one) => `person${one}.of.app${at}@contoso.com`);
      const principalUrn = urnOf(azuread("ServicePrincipal"), `app${at}-app`);
      return [
        vendorApp(`app${at}`, {
          vendor: `Vendor number ${at}`,
          mailboxScope: { mechanism: "accessPolicy", mode: "allow", members: mailboxes },
        }),
        { parent, ...principal(`app${at}-app`, { inputs: { clientId }, outputs: { objectId: clientId } }) },
        { parent, ...group(`app${at}-group`, mailboxes) },
        { parent, ...policy(`app${at}-policy`) },
        ...["Mail.Read", "Calendars.Read", "Contacts.Read", "User.Read.All"].map((permission) => ({
          parent,
          ...grant(`app${at}-${permission}`, permission, { from: { principalObjectId: [principalUrn] } }),
        })),
      ];
    }).flat(),
    { judgement: judged({}) },
  );

describe("what somebody else wrote", () => {
  const tags = (html: string) =>
    [...html.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)].map(([, name = ""]) => name.toLowerCase());

  it("is never markup in the page, and the page runs and loads nothing", () => {
    const clean = new Set(tags(renderHtml(named("plain"))));
    for (const text of hostile) {
      const page = renderHtml(named(text));
      assert.deepEqual(
        tags(page).filter((tag) => !clean.has(tag)),
        [],
        text,
      );
      // What is between quotes in a tag is a value, and holds neither quotes nor angle brackets.
      assert.doesNotMatch(page.replace(/"[^"<>]*"/g, '""'), /<[^>]*\s(on[a-z]+|style|src)\s*=/i, text);
      assert.ok(
        [...page.matchAll(/href="([^"]*)"/g)].every(([, target = ""]) => target.startsWith("#")),
        text,
      );
    }
    const page = renderHtml(named("plain"));
    assert.match(
      page,
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; form-action 'none'">/,
    );
    assert.doesNotMatch(page, /<(script|link|iframe|img|object)|@import|url\(/);
  });

  it("comes out of HTML and Markdown as it went in, whatever it is", () => {
    const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
    const visible = (text: string) => text.replace(/[^\x20-\x7e]/g, "");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...hostile)), (text) => {
        const html = escapeHtml(text);
        assert.doesNotMatch(html, /[<>"']/);
        assert.equal(
          visible(html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? "")),
          visible(text.replace(/[\t\r\n\u2028\u2029]+/g, " ")),
        );
        // A list item, as the reports have it, is one paragraph of text.
        const tokens = marked.lexer(`- x ${escapeMarkdown(text)}\n`);
        const found = flat(tokens).filter(
          ({ type }) => !["list", "list_item", "text", "escape", "html", "space"].includes(type),
        );
        assert.deepEqual(
          found.map(({ type, raw }) => [type, raw]),
          [],
          text,
        );
        assert.ok(
          flat(tokens)
            .filter(({ type }) => type === "html")
            .every(({ raw }) => raw === "<!-- -->"),
          text,
        );
      }),
      { numRuns: 500 },
    );
  });

  it("mentions nobody and links nowhere in a comment", () => {
    for (const text of hostile) {
      const document = renderMarkdown(named(text));
      const types = new Set(flat(marked.lexer(document)).map(({ type }) => type));
      assert.ok(!types.has("link") && !types.has("image"), text);
      assert.doesNotMatch(document, /(^|\s)@(everyone)|www\.evil/, text);
      const html = flat(marked.lexer(document))
        .filter(({ type }) => type === "html")
        .map(({ raw }) => raw.trim());
      for (const raw of html)
        assert.match(raw, /^(<!-- .*-->|<\/?details>(<summary>[^<]*<\/summary>)?|<\/?summary>)$/s, text);
    }
  });

  it("moves no cursor on a terminal", () => {
    const moving = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
    assert.match("\u001b[31m", moving);
    for (const text of hostile) assert.doesNotMatch(renderText(named(text)), moving);
  });
});

function flat(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((each) => {
    const {
      tokens: inner = [],
      items = [],
      header = [],
      rows = [],
    } = each as Tokens.Generic & { items?: Token[]; header?: Tokens.TableCell[]; rows?: Tokens.TableCell[][] };
    const cells = [...header, ...rows.flat()].flatMap((cell) => cell.tokens);
    return [each, ...flat(inner), ...flat(items), ...flat(cells)];
  });
}

describe("the reports of a large stack", () => {
  const large = many(50);

  it("are a page below 500 KB for 50 applications, with a picture for each", () => {
    const page = renderHtml(large);
    assert.ok(Buffer.byteLength(page) < 500_000, `${Buffer.byteLength(page)} bytes`);
    assert.equal([...page.matchAll(/<svg /g)].length, 50);
    assert.ok(page.includes("Vendor number 49"));
  });

  it("are a comment below GitHub's limit that says what it left out, and keeps why it is blocked", () => {
    const whole = renderMarkdown(large, Number.POSITIVE_INFINITY);
    assert.ok(whole.length > commentLimit);
    for (const limit of [commentLimit, 20_000, 5_000, 1_500]) {
      const comment = renderMarkdown(large, limit);
      assert.ok(comment.length <= limit, `${comment.length} of ${limit}`);
      assert.ok(comment.startsWith(commentMark(large)));
      assert.match(comment, /[Ll]eft out, as the report is too long/);
      assert.match(comment, /The mandatory policy a-policy is violated by the stack\./);
      assert.equal([...comment.matchAll(/<details>/g)].length, [...comment.matchAll(/<\/details>/g)].length);
    }
  });
});

describe("the reports for machines", () => {
  const grantUrn = urnOf(azuread("AppRoleAssignment"), "mail");
  const review = () =>
    reviewBetween([], [principal("app"), grant("mail", "Mail.Read", { source: "project:///src/index.ts#7,3" })], {
      sourceRoot: "stacks/prod",
      exceptions: [
        {
          policy: "p",
          permission: "Mail.Read",
          app: "mail",
          reason: "until the archive is gone",
          approver: "Grace",
          expires: "2027-01-31",
        },
      ],
      judgement: judged(
        { urn: grantUrn },
        { urn: grantUrn, message: "Another." },
        {
          level: "advisory",
          severity: "low",
          policy: "exception-in-use",
          message: "Mail.Read is excepted.",
          urn: grantUrn,
        },
        {},
      ),
    });

  it("are SARIF 2.1.0, with a place in the program and a fingerprint that stays", () => {
    const schema = JSON.parse(
      readFileSync(
        join(repository, "node_modules", "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json"),
        "utf8",
      ),
    ) as object;
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    const log = JSON.parse(
      renderSarif(review(), { version: "1.2.3", projectFile: "stacks/prod/Pulumi.yaml" }),
    ) as import("sarif").Log;
    assert.ok(validate(log), JSON.stringify(validate.errors));
    for (const text of hostile) {
      const other = JSON.parse(renderSarif(named(text), { version: "1.2.3" })) as unknown;
      assert.ok(validate(other), JSON.stringify(validate.errors));
    }
    const [run] = log.runs;
    const results = run?.results ?? [];
    assert.deepEqual(
      results.map(({ ruleId, level }) => [ruleId, level]),
      [
        ["consentra-test/a-policy", "error"],
        ["consentra-test/a-policy", "error"],
        ["consentra-test/exception-in-use", "note"],
        ["consentra-test/a-policy", "error"],
      ],
    );
    const places = results.map(({ locations }) => locations?.[0]?.physicalLocation);
    assert.deepEqual(places[0], {
      artifactLocation: { uri: "stacks/prod/src/index.ts" },
      region: { startLine: 7, startColumn: 3 },
    });
    assert.equal(places[3]?.artifactLocation?.uri, "stacks/prod/Pulumi.yaml");
    assert.equal(results[0]?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName, grantUrn);
    assert.deepEqual(results[2]?.suppressions, [
      { kind: "external", status: "accepted", justification: "until the archive is gone (Grace, until 2027-01-31)" },
    ]);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints?.["consentraReview/v1"]);
    assert.equal(new Set(prints).size, 4);
    const again = JSON.parse(renderSarif(review(), { version: "9.9.9" })) as import("sarif").Log;
    assert.deepEqual(
      again.runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints?.["consentraReview/v1"]),
      prints,
    );
  });

  it("are the model itself as JSON", () => {
    assert.deepEqual(JSON.parse(renderJson(review())), review());
  });
});
