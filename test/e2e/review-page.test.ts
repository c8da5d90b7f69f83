import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type axe from "axe-core";
import type { Browser, Page } from "puppeteer-core";
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
} from "../support/review";

const { renderHtml } = require(
  join(repository, "cli", "dist", "review", "render", "html"),
) as typeof import("../../cli/review/render/html");

const name = `"><script>document.title="run"</script><img src="https://evil.example/x" onerror="document.title='run'">`;
const inside = (...made: Made[]): Made[] =>
  made.map((each) => ({ parent: urnOf("consentra:index:VendorApp", "ai"), ...each }));
const stack = (members: string[], ...more: Made[]): Made[] => [
  vendorApp("ai", { vendor: name, owners: ["o@contoso.com"] }),
  ...inside(
    principal("ai-app"),
    group("ai-group", members),
    policy("ai-policy"),
    grant("ai-mail", "Mail.Read"),
    {
      type: azuread("ServicePrincipalDelegatedPermissionGrant"),
      name: "ai-delegated",
      inputs: { servicePrincipalObjectId: "x", claimValues: ["User.Read", name] },
    },
    ...more,
  ),
];

/** Something of everything: what is new, what goes, what stays, violations, exceptions. */
const review = reviewBetween(
  stack(["ann@contoso.com"], grant("ai-contacts", "Contacts.Read")),
  [
    ...stack(["bea@contoso.com"], grant("ai-calendars", "Calendars.Read")),
    principal("plain", { inputs: { clientId: "00000000-0000-4000-8000-000000000001" } }),
  ],
  {
    threshold: "high",
    judgement: judged({ message: name }, { level: "advisory" }),
    exceptions: [
      {
        policy: "p",
        permission: "Mail.Read",
        app: "ai",
        reason: "until it is gone",
        approver: "Grace",
        expires: "2099-01-01",
      },
    ],
    diagnostics: [{ message: name, severity: "warning" }],
  },
);

const browserPath = process.env.CONSENTRA_CHROMIUM;
const reason = process.env.CONSENTRA_NO_CHROMIUM ?? "no browser was prepared; run npm test, or set CONSENTRA_CHROMIUM";

describe("the review's page in a browser", () => {
  const tests: [title: string, test: () => Promise<void>][] = [];
  const folder = mkdtempSync(join(tmpdir(), "consentra-page-"));
  const file = pathToFileURL(join(folder, "review.html")).href;
  let browser: Browser | undefined;
  let page: Page;
  const requests: string[] = [];
  const errors: string[] = [];

  before(async () => {
    if (browserPath === undefined) return;
    writeFileSync(join(folder, "review.html"), renderHtml(review));
    const { launch } = await import("puppeteer-core");
    // Chromium's own sandbox needs user namespaces, which containers often have not; the page is ours and loads nothing.
    browser = await launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(file);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  tests.push([
    "loads nothing else, runs nothing, and shows what others wrote as text",
    async () => {
      assert.deepEqual(requests, [file]);
      assert.deepEqual(errors, []);
      assert.equal(await page.title(), "Access review of test/dev");
      assert.equal(await page.evaluate(`document.querySelectorAll("script, img").length`), 0);
      assert.ok(String(await page.evaluate("document.body.innerText")).includes(name));
    },
  ]);

  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  for (const scheme of ["light", "dark"]) {
    tests.push([
      `has no fault that axe finds, ${scheme}, on a wide and on a narrow screen`,
      async () => {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        for (const width of [1200, 390]) {
          await page.setViewport({ width, height: 844 });
          await page.evaluate(source);
          const results = (await page.evaluate("axe.run(document)")) as axe.AxeResults;
          assert.ok(
            results.passes.some(({ id }) => id === "color-contrast"),
            "contrast was not checked",
          );
          assert.deepEqual(
            results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
            [],
          );
          // What is wide scrolls in itself, and the page does not.
          assert.equal(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), true);
        }
      },
    ]);
  }

  tests.push([
    "is walked through by keyboard: the report first, every link to a heading, what scrolls",
    async () => {
      await page.setViewport({ width: 1200, height: 844 });
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the report");
      const targets = (await page.evaluate(
        `[...document.querySelectorAll("a")].map((a) => document.querySelector(a.getAttribute("href")) !== null)`,
      )) as boolean[];
      assert.ok(targets.length > 5 && targets.every((each) => each));
      const scrolling = `[...document.querySelectorAll(".scroll")].every((each) => each.tabIndex === 0 && each.getAttribute("aria-label") !== "")`;
      assert.equal(await page.evaluate(scrolling), true);
    },
  ]);

  tests.push([
    "says by a table what the picture shows",
    async () => {
      const picture = (await page.evaluate(
        `[...document.querySelectorAll(".picture .permissions text:not(.note)")].map((each) => each.textContent.replace(/^[+−~] /, ""))`,
      )) as string[];
      const table = String(await page.evaluate(`document.querySelector("figure + .scroll").innerText`));
      for (const each of picture) assert.ok(table.includes(each.replace(/…$/, "")), each);
      for (const each of ["Mail.Read", "Calendars.Read", "Contacts.Read"]) assert.ok(picture.includes(each), each);
    },
  ]);

  tests.push([
    "is printed whole: nothing is clipped, everything is dark on white",
    async () => {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      await page.emulateMediaType("print");
      // The width of A4 with the usual margins.
      await page.setViewport({ width: 718, height: 1000 });
      const clipped = `[...document.querySelectorAll(".scroll, svg, table")].filter((each) => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > window.innerWidth + 1).map((each) => each.outerHTML.slice(0, 80))`;
      assert.deepEqual(await page.evaluate(clipped), []);
      assert.equal(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
      assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
    },
  ]);

  for (const [title, test] of tests) {
    if (browserPath === undefined) it.skip(`${title} (skipped: ${reason})`);
    else it(title, test);
  }
});
