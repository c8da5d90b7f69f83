import assert from "node:assert/strict";
import { holdsForEverybody } from "consentra/exchange/everybody";

describe("a filter of recipients", () => {
  for (const filter of [
    "Alias -like '*'",
    "(Name -like '**')",
    "Alias -ne $null",
    "PrimarySmtpAddress -ne 'nobody@contoso.com'",
    "RecipientTypeDetails -eq 'UserMailbox'",
    "recipienttype -EQ 'usermailbox' -and Alias -ne 'x'",
    "RecipientTypeDetails -ne 'GuestMailUser'",
    "Department -eq 'Sales' -or Alias -like '*'",
    "Department -eq 'Sales' -or Department -ne 'Sales'",
    "Department -eq 'Sales' -or -not (Department -eq 'Sales')",
    "-not (Alias -notlike '*')",
    "-not (Department -eq 'Sales' -and Department -ne 'Sales')",
  ]) {
    it(`holds for everybody: ${filter}`, () => assert.equal(holdsForEverybody(filter), true));
  }

  for (const filter of [
    "CustomAttribute1 -eq 'Sales'",
    "CustomAttribute1 -ne 'Board'",
    "Department -like 'Sales*'",
    "RecipientTypeDetails -eq 'SharedMailbox'",
    "RecipientTypeDetails -eq 'UserMailbox' -and Department -eq 'Sales'",
    "-not (Alias -like '*')",
    "Department -eq 'Sales' -or Department -ne 'Support'",
    "WhenCreated -gt '2026-01-01'",
  ]) {
    it(`leaves others out: ${filter}`, () => assert.equal(holdsForEverybody(filter), false));
  }

  it("is refused where it is none", () => {
    assert.throws(() => holdsForEverybody("Alias -like"), /expected a value in quotes at the end of the filter/);
  });
});
