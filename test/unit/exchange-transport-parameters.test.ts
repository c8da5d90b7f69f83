import assert from "node:assert/strict";
import * as fc from "fast-check";
import { json, transportOf } from "../support/exchange-transport";

/** What the service is sent as a cmdlet's parameters. */
async function sentBy(
  cmdlet: string,
  parameters: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const { transport, sent } = transportOf([json(200, { value: [] })]);
  await transport.invoke(cmdlet, parameters);
  return sent[0]?.input.CmdletInput.Parameters;
}

describe("parameters of an Exchange cmdlet", () => {
  it("keep texts, numbers, switches and lists as they are", async () => {
    const parameters = { Name: "x", Confirm: false, Force: true, Limit: 3, Members: ["a", "b"], Empty: [] };
    assert.deepEqual(await sentBy("New-Thing", parameters), parameters);
  });

  it("leave out what is not bound", async () => {
    assert.deepEqual(await sentBy("Get-Thing", { Filter: undefined }), {});
  });

  it("are hashtables, bytes and dates in the service's form, at every depth", async () => {
    assert.deepEqual(
      await sentBy("Set-Thing", {
        Identity: "x",
        ManagedBy: { Add: ["a"], Remove: undefined, Inner: { On: true } },
        Data: new Uint8Array([1, 2, 255]),
        Since: new Date("2026-01-02T03:04:05.678Z"),
        List: [{ A: 1 }],
      }),
      {
        Identity: "x",
        ManagedBy: {
          "@odata.type": "#Exchange.GenericHashTable",
          Add: ["a"],
          Inner: { "@odata.type": "#Exchange.GenericHashTable", On: true },
        },
        Data: { "@odata.type": "#Exchange.ByteArrayType", Data: "AQL/" },
        Since: "2026-01-02T03:04:05.678Z",
        List: [{ "@odata.type": "#Exchange.GenericHashTable", A: 1 }],
      },
    );
  });

  it("have PowerShell's constants put into filters, outside of quotes", async () => {
    const cases: [string, string][] = [
      ["IsDirSynced -eq $true -and Hidden -eq $False", "IsDirSynced -eq 'True' -and Hidden -eq 'False'"],
      ["Name -eq '$true' -or Name -eq 'a''$false'", "Name -eq '$true' -or Name -eq 'a''$false'"],
      ["Name -eq $truely", "Name -eq $truely"],
    ];
    for (const [given, expected] of cases) {
      for (const name of ["Filter", "RecipientRestrictionFilter", "RecipientFilter"]) {
        assert.deepEqual(await sentBy("Set-Thing", { Identity: "x", [name]: given }), {
          Identity: "x",
          [name]: expected,
        });
      }
    }
    assert.deepEqual(await sentBy("New-Thing", { Name: "$true" }), { Name: "$true" });
  });

  it("are refused where Exchange would take them for something else, before anything is sent", async () => {
    const refused: [string, Record<string, unknown>, RegExp][] = [
      [
        "Get-ApplicationAccessPolicy",
        { Identity: "" },
        /^Get-ApplicationAccessPolicy was about to be sent with an empty Identity$/,
      ],
      ["Get-ApplicationAccessPolicy", { Identity: "  " }, /empty Identity/],
      ["Get-ApplicationAccessPolicy", { Identity: null }, /empty Identity/],
      ["Remove-ApplicationAccessPolicy", { Identity: undefined }, /empty Identity/],
      ["Get-Group", { Identity: ["a"] }, /empty Identity/],
      ["Set-Group", { Identity: "x", Notes: null }, /^Set-Group -Notes: null cannot be sent$/],
      ["Set-Group", { Identity: "x", ManagedBy: { Add: [null] } }, /-ManagedBy\.Add: null cannot/],
      [
        "Set-DistributionGroup",
        { Identity: "x", ManagedBy: [] },
        /-ManagedBy: an empty list clears nothing in Exchange/,
      ],
      ["Update-DistributionGroupMember", { Identity: "x", Members: [] }, /an empty list clears nothing/],
      ["New-Thing", { Size: Number.NaN }, /-Size: NaN cannot be sent/],
      ["New-Thing", { Size: 1n }, /-Size: 1 cannot be sent/],
      ["New-Thing", { Call: () => 1 }, /-Call: .* cannot be sent/],
    ];
    for (const [cmdlet, parameters, message] of refused) {
      const { transport, sent } = transportOf([]);
      await assert.rejects(transport.invoke(cmdlet, parameters), { message });
      assert.equal(sent.length, 0);
    }
  });

  it("arrive as they were given, whatever is in them", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.array(fc.string({ unit: "binary" })),
        async (Name, Members) => {
          assert.deepEqual(await sentBy("New-Thing", { Name, Members }), { Name, Members });
        },
      ),
      { numRuns: 100 },
    );
  });
});
