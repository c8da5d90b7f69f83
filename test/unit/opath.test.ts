import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { repository } from "../support/repository";

const { opathFault, opathText, sameFilter } = require(
  join(repository, "components", "dist", "exchange", "opath"),
) as typeof import("../../components/exchange/opath");

describe("filters for recipients", () => {
  it("are read where they are comparisons, joined", () => {
    for (const filter of [
      "CustomAttribute1 -eq 'Sales'",
      "((Department -eq 'Sales') -and (-not(Title -like '*intern*')))",
      "-not(MemberOfGroup -eq 'CN=O''Brien\\, x,OU=y')",
      'Alias -eq "ann"',
      "HiddenFromAddressListsEnabled -eq $true",
      "Name-eq'x'",
    ]) {
      assert.equal(opathFault(filter), undefined, filter);
    }
  });

  it("are refused with the place where they are none", () => {
    const faults: [string, RegExp][] = [
      ["", /expected the name of a property at the end/],
      ["Name", /expected a comparison such as -eq at the end/],
      ["Name -eq", /expected a value in quotes at the end/],
      ["Name -match 'x'", /-match at character 6 of the filter is not a comparison/],
      ["Name -eq 'x' Alias", /expected -and, -or or the end at character 14/],
      ["(Name -eq 'x'", /expected a closing bracket at the end/],
      ["Name -eq 'x'; Remove-Mailbox", /character 13 of the filter cannot be read/],
      ['Name -eq "$(x)"', /character 10 of the filter cannot be read/],
      ["Name -eq 'a\nb'", /control characters and line breaks are not allowed/],
    ];
    for (const [filter, fault] of faults) assert.match(opathFault(filter) ?? "nothing", fault, filter);
  });

  it("are the same, however they are written", () => {
    const same: [string, string][] = [
      ["Name -eq 'x'", "( name  -EQ 'X' )"],
      ["A -eq '1' -and B -eq '2' -and C -eq '3'", "((C -eq '3') -and ((B -eq '2') -and (A -eq '1')))"],
      ["Hidden -eq $true", "Hidden -eq 'True'"],
      ['Name -eq "x"', "Name -eq 'x'"],
    ];
    for (const [one, other] of same) assert.ok(sameFilter(one, other), `${one} | ${other}`);
    const different: [string, string][] = [
      ["Name -eq 'x'", "Name -ne 'x'"],
      ["A -eq '1' -and B -eq '2'", "A -eq '1' -or B -eq '2'"],
      ["-not(A -eq '1')", "A -eq '1'"],
      ["A -eq '1' -or (B -eq '2' -and C -eq '3')", "(A -eq '1' -or B -eq '2') -and C -eq '3'"],
    ];
    for (const [one, other] of different) assert.ok(!sameFilter(one, other), `${one} | ${other}`);
  });

  it("take any value in quotes for that value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (value, other) => {
        const filter = `Name -eq ${opathText(value)}`;
        assert.equal(opathFault(filter), undefined);
        const isSame = sameFilter(filter, `Name -eq ${opathText(other)}`);
        assert.equal(isSame, JSON.stringify(value).toLowerCase() === JSON.stringify(other).toLowerCase());
      }),
      {
        examples: [
          ["'", "''"],
          ["') -or (Name -like '*", "x"],
          ['a"b', "a'b"],
        ],
      },
    );
  });
});
