import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Parser } from "@vscode/tree-sitter-wasm";
import { nodesOf, powershellParser, scriptFaults, type Vocabulary } from "../support/powershell-syntax";
import { repository } from "../support/repository";

const file = join(repository, "components", "exchange", "powershell", "exchange.ps1");
const script = readFileSync(file, "utf8");

const vocabulary: Vocabulary = {
  commands: [
    ["Connect-ExchangeOnline", "Disconnect-ExchangeOnline", "Import-Module", "Get-Module", "Get-Command"],
    ["ConvertTo-Json", "Select-Object", "Out-Null"],
  ].flat(),
  methods: [
    ["new", "Add", "ToArray", "ToString", "GetType", "Contains", "ContainsKey", "IndexOf", "ToUniversalTime"],
    ["EnumerateObject", "EnumerateArray", "GetString", "GetInt32", "Parse"],
    ["ReadLine", "WriteLine", "Flush", "OpenStandardInput", "OpenStandardOutput"],
  ].flat(),
  types: [
    ["bool", "int", "long", "double", "string", "string[]", "array", "datetime", "ordered"],
    ["System.Text.Json.JsonDocument", "System.Text.Json.JsonElement", "System.Text.UTF8Encoding"],
    ["System.IO.TextReader", "System.IO.TextWriter", "System.IO.StreamReader", "System.IO.StreamWriter"],
    ["System.Collections.IDictionary", "System.Collections.IEnumerable"],
    ["System.Collections.Generic.List[object]", "System.Globalization.CultureInfo", "System.Console"],
    ["System.Management.Automation.ErrorRecord"],
  ].flat(),
  called: ["& $command @parameters"],
  // Not $input: naming it makes PowerShell read standard input itself.
  foreign: ["$null", "$true", "$false", "$_", "$PSVersionTable"],
};

/** The whole source of the rooms that ask Exchange for something. */
function sources(): string {
  return ["components", "cli/check"]
    .flatMap((room) => readdirSync(join(repository, room), { recursive: true, withFileTypes: true }))
    .filter((each) => each.name.endsWith(".ts") && !/node_modules|\bdist\b/.test(each.parentPath))
    .map((each) => readFileSync(join(each.parentPath, each.name), "utf8"))
    .join("\n");
}

describe("the script of the PowerShell transport", () => {
  let parser: Parser;
  before(async () => {
    parser = await powershellParser();
  });

  it("is PowerShell, makes no text of values and runs nothing but what is named here", () => {
    assert.deepEqual(scriptFaults(parser, script, vocabulary), []);
  });

  it("starts the one command that its own list names, by its place in the list", () => {
    const root = parser.parse(script)?.rootNode;
    assert.ok(root);
    const assignments = nodesOf(root, "assignment_expression").map(({ text }) => text);
    const of = (variable: string) => assignments.filter((each) => each.startsWith(`${variable} =`));
    const [command, ...otherCommands] = of("$command");
    assert.match(
      command ?? "",
      /^\$command = Get-Command -Name \$Cmdlets\[\$position\] -CommandType @\('Function', 'Cmdlet'\) /,
    );
    assert.deepEqual(otherCommands, []);
    assert.deepEqual(of("$position"), ["$position = [array]::IndexOf($Cmdlets, $Request['cmdlet'])"]);
    assert.deepEqual([of("$Cmdlets"), of("$allowedCmdlets").length], [[], 1]);
    const passed = nodesOf(root, "command").flatMap(({ text }) => /-Cmdlets (\S+?)\)?$/.exec(text)?.[1] ?? []);
    assert.deepEqual([...new Set(passed)].sort(), ["$Cmdlets", "$allowedCmdlets"]);
    assert.equal(passed.filter((each) => each === "$allowedCmdlets").length, 1);
  });

  it("takes the token from standard input, to hand it to one parameter", () => {
    assert.deepEqual(script.match(/^.*accessToken.*$/gim)?.slice(1), [
      "        AccessToken             = $Session['accessToken']",
    ]);
    assert.doesNotMatch(script, /\$env:|\$args|Environment\]/i);
  });

  it("lists the cmdlets that the provider uses, and no other", () => {
    const list = /\$allowedCmdlets = @\(([\s\S]*?)\n\)/.exec(script)?.[1] ?? "";
    const listed = [...list.matchAll(/'([A-Z][a-z]+-\w+)'/g)].map(([, name]) => name ?? "");
    assert.deepEqual(listed, [...new Set(listed)].sort());
    assert.equal(listed.length, list.trim().split("\n").length);
    const source = sources();
    const used = [...source.matchAll(/(?:\bcmdlet: |\.invoke\(|\bnew[A-Z]\w+\()\s*"([A-Z][a-z]+-\w+)"/g)].map(
      ([, name]) => name ?? "",
    );
    assert.ok(used.length >= 20, `${used.length} cmdlets`);
    assert.deepEqual(
      used.filter((name) => !listed.includes(name)),
      [],
      "add the cmdlet to the list in exchange.ps1",
    );
    const members = ["Add-DistributionGroupMember", "Remove-DistributionGroupMember"];
    assert.deepEqual(
      listed.filter((name) => !source.includes(`"${name}"`) && !members.includes(name)),
      [],
      "remove the cmdlet from the list in exchange.ps1",
    );
  });

  describe("is not what it should be with", () => {
    const place = "$parameters['ErrorAction'] = 'Stop'";
    const hostile: [string, RegExp][] = [
      ["Invoke-Expression $Request['cmdlet']", /^command Invoke-Expression$/],
      ["iex $Request['cmdlet']", /^command iex$/],
      ["& $Request['cmdlet'] @parameters", /^called: & \$Request/],
      [". $Request['cmdlet']", /^called: \. \$Request/],
      ["& 'Get-Mailbox'", /^called: & 'Get-Mailbox'$/],
      ["& { $parameters }", /^(?:called|a script block): /],
      ['$name = "Get-$($Request)"', /^text with values: /],
      ['$name = "a"', /^text with values: "a"$/],
      ["$name = [scriptblock]::Create($Request['cmdlet'])", /^(?:type scriptblock|method Create)$/],
      ["Add-Type -TypeDefinition $Request['cmdlet']", /^command Add-Type$/],
      ["$ExecutionContext.InvokeCommand.InvokeScript($name)", /^(?:method InvokeScript|variable \$ExecutionContext)$/],
      ["$parameters['x'] = $env:PATH", /^variable \$env:PATH$/],
      ["$parameters['x'] = $input", /^variable \$input$/],
      ["pwsh -Command $Request['cmdlet']", /^command pwsh$/],
      ["$rows = (", /^no PowerShell/],
    ];
    for (const [line, fault] of hostile) {
      it(line, () => {
        const changed = script.replace(place, () => `${place}\n        ${line}`);
        assert.notEqual(changed, script);
        const faults = scriptFaults(parser, changed, vocabulary);
        assert.ok(
          faults.some((each) => fault.test(each)),
          faults.join("; "),
        );
      });
    }
  });

  it("is shipped, and so are the modules that stand in for Microsoft's whole", () => {
    const { files } = JSON.parse(readFileSync(join(repository, "components", "package.json"), "utf8")) as {
      files: string[];
    };
    assert.ok(files.includes("exchange/powershell/*.ps1"));
    const folder = join(repository, "test", "powershell", "ExchangeOnlineManagement", "3.9.2");
    for (const name of readdirSync(folder)) {
      assert.equal(parser.parse(readFileSync(join(folder, name), "utf8"))?.rootNode.hasError, false, name);
    }
  });
});
