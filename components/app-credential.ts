import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { readCertificate, type ReadCertificate } from "./credential/certificate";
import { checkFederated, defaultAudience, type FederatedCredentialArgs } from "./credential/federated";
import { instant } from "./credential/instant";
import { keyVaultModule } from "./credential/key-vault";
import { keyIdOf } from "./credential/key-id";
import { readLifetime } from "./credential/lifetime";
import { Faults } from "./faults";
import { checkedObjectId } from "./guid";
import { stackMark } from "./stack-owner";
import { stepRead } from "./step-command";

/** Where a client secret is put: it is in no output, and in the state only encrypted. */
export interface KeyVaultSecretArgs {
  /** Name of the vault, which exists. */
  vaultName: pulumi.Input<string>;
  /** Resource group of the vault. */
  resourceGroupName: pulumi.Input<string>;
  /** Name of the secret in the vault; each new client secret is a new version of it. */
  secretName: string;
  /**
   * One name per client secret, at most two: the newest is last and is what the vault holds. To rotate, add a name; when the app uses the new
   * one, remove the first.
   */
  slots: string[];
  /** How long a client secret lives, with its unit: h, d or w. @default "180d" */
  lifetime?: string;
}

export interface AppCredentialArgs {
  /** Object ID of the application (registration). Another one replaces every credential. */
  applicationObjectId: pulumi.Input<string>;
  /** Workloads that sign in with their own platform's tokens. @default - none */
  federated?: FederatedCredentialArgs[];
  /**
   * Certificates, public part only: PEM or base64 of DER; at most two. To rotate, add the new one beside the old one; when the app uses it,
   * remove the old one.
   *
   * @default - none
   */
  certificates?: string[];
  /** A client secret that goes straight into Azure Key Vault. @default - none */
  secret?: KeyVaultSecretArgs;
  /** Lets a step take away every certificate that the app has while it brings new ones. @default false */
  replaceAtOnce?: boolean;
}

/** What is told about a certificate. */
export interface CertificateInfo {
  /** SHA-1, as the Entra admin center shows it. */
  thumbprint: string;
  /** ISO 8601. */
  notAfter: string;
}

const mostSlots = 2;

/**
 * How an application of our own proves who it is: federated, by certificate, or by a secret that goes straight into Azure Key Vault. For
 * certificates and secrets there are two slots, so that the old one stays until the new one is known to work.
 *
 * @throws pulumi.InputPropertiesError with every fault at once. What was given as a certificate is never repeated.
 * @see https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration
 */
export class AppCredential extends pulumi.ComponentResource {
  /** The certificates, in the order of the arguments, once Entra has them. */
  readonly certificates: pulumi.Output<CertificateInfo[]>;
  /** When the first credential that expires does so, ISO 8601; undefined where none does. */
  readonly expires: pulumi.Output<string | undefined>;
  /** Address of the client secret in the vault, without a version; undefined where there is none. */
  readonly secretUri: pulumi.Output<string | undefined>;
  readonly #federated: azuread.ApplicationFederatedIdentityCredential[] = [];
  readonly #certificates: azuread.ApplicationCertificate[] = [];
  readonly #passwords: azuread.ApplicationPassword[] = [];

  constructor(name: string, args: AppCredentialArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("consentra:index:AppCredential", name, {}, opts);
    const subject = `AppCredential ${name}`;
    const faults = new Faults();
    const objectId = checkedObjectId(subject, "applicationObjectId", args.applicationObjectId, faults);
    const { certificates, lifetimeHours } = checkCredentials(args, "", faults);
    faults.throwIfAny(subject);

    const childOptions = { parent: this, dependsOn: opts.dependsOn };
    const guarded = args.replaceAtOnce ? objectId : this.#refuseReplacingAll(subject, objectId, certificates);
    const applicationId = pulumi.interpolate`/applications/${guarded}`;
    for (const each of args.federated ?? []) {
      this.#federated.push(
        new azuread.ApplicationFederatedIdentityCredential(
          `${name}-federated-${each.name}`,
          {
            applicationId,
            displayName: each.name,
            issuer: each.issuer,
            subject: each.subject,
            audiences: [each.audience ?? defaultAudience],
            description: each.description,
          },
          childOptions,
        ),
      );
    }
    for (const { pem, thumbprint, notBefore, notAfter } of certificates) {
      this.#certificates.push(
        new azuread.ApplicationCertificate(
          // The thumbprint names the resource, so that a certificate that moves to the other slot stays.
          `${name}-certificate-${thumbprint.slice(0, 8)}`,
          {
            applicationId,
            type: "AsymmetricX509Cert",
            encoding: "pem",
            value: pem,
            startDate: notBefore,
            endDate: notAfter,
            // Given, so that a certificate whose making was interrupted is in the way of a second one instead of beside it.
            keyId: keyIdOf(thumbprint),
          },
          // One that was made with another ID keeps it.
          { ...childOptions, ignoreChanges: ["keyId"] },
        ),
      );
    }
    this.certificates = pulumi
      .all(this.#certificates.map((each) => each.keyId))
      .apply(() => certificates.map(({ thumbprint, notAfter }) => ({ thumbprint, notAfter })));
    this.secretUri = args.secret
      ? this.#keepSecrets(name, applicationId, args.secret, lifetimeHours, childOptions)
      : pulumi.output(undefined);
    this.expires = pulumi
      .all([this.certificates, pulumi.all(this.#passwords.map((each) => each.endDate))])
      .apply(([known, ends]) => [...known.map(({ notAfter }) => notAfter), ...ends].sort()[0]);
    this.registerOutputs({ certificates: this.certificates, expires: this.expires, secretUri: this.secretUri });
  }

  /** The resources beneath, for what the component does not offer. */
  get nodes(): {
    federated: readonly azuread.ApplicationFederatedIdentityCredential[];
    certificates: readonly azuread.ApplicationCertificate[];
    passwords: readonly azuread.ApplicationPassword[];
  } {
    return { federated: this.#federated, certificates: this.#certificates, passwords: this.#passwords };
  }

  /** Stops before anything is done where no certificate that the app signs in with now would be left. */
  #refuseReplacingAll(
    subject: string,
    objectId: pulumi.Output<string>,
    wanted: readonly ReadCertificate[],
  ): pulumi.Output<string> {
    if (wanted.length === 0) return objectId;
    const tenantId = azuread.getClientConfigOutput({ parent: this }).tenantId;
    const request = pulumi
      .all([tenantId, objectId])
      .apply(([tenant, id]) => ({ tenantId: tenant, applicationObjectId: id }));
    return pulumi
      .all([objectId, stepRead<string[]>("Certificates", request, { parent: this })])
      .apply(([id, existing]) => {
        if (existing.length === 0 || wanted.some(({ thumbprint }) => existing.includes(thumbprint))) return id;
        const late = new Faults();
        late.add(
          "certificates",
          wanted.map(({ thumbprint }) => thumbprint).join(", "),
          `one of those that the app has now (${existing.join(", ")}) beside the new one`,
          "list both until the app uses the new one, or set replaceAtOnce: true, after which it cannot sign in until it does",
        );
        late.throwIfAny(subject);
        return id;
      });
  }

  #keepSecrets(
    name: string,
    applicationId: pulumi.Output<string>,
    secret: KeyVaultSecretArgs,
    lifetimeHours: number,
    childOptions: pulumi.CustomResourceOptions,
  ): pulumi.Output<string | undefined> {
    for (const slot of secret.slots) {
      this.#passwords.push(
        new azuread.ApplicationPassword(
          `${name}-password-${slot}`,
          { applicationId, displayName: `${secret.secretName} ${slot}`, endDate: hoursFromNow(lifetimeHours) },
          // The end counts from the making on; later runs do not move it.
          { ...childOptions, ignoreChanges: ["endDate"] },
        ),
      );
    }
    const newest = this.#passwords.at(-1);
    if (!newest) return pulumi.output(undefined);
    const { Secret } = keyVaultModule();
    const kept = new Secret(
      `${name}-secret`,
      {
        vaultName: secret.vaultName,
        resourceGroupName: secret.resourceGroupName,
        secretName: secret.secretName,
        properties: { value: newest.value, contentType: "client secret" },
        // Known again where its making was interrupted: a secret of that name that somebody else keeps is never taken.
        tags: { consentra: stackMark(name) },
      },
      childOptions,
    );
    return kept.properties.apply(({ secretUri }) => secretUri);
  }
}

function hoursFromNow(hours: number): string {
  return instant(new Date(Date.now() + hours * 3_600_000));
}

/** Notes what is wrong with credentials. @returns the certificates that could be read, and how long a secret lives */
export function checkCredentials(
  args: Pick<AppCredentialArgs, "federated" | "certificates" | "secret">,
  prefix: string,
  faults: Faults,
): { certificates: ReadCertificate[]; lifetimeHours: number } {
  checkFederated(args.federated ?? [], `${prefix}federated`, faults);
  const given = args.certificates ?? [];
  if (given.length > mostSlots)
    faults.add(
      `${prefix}certificates`,
      given,
      `at most ${mostSlots}`,
      "remove those that the app does not use any more",
    );
  const certificates: ReadCertificate[] = [];
  for (const [index, text] of given.entries()) {
    const path = `${prefix}certificates[${index}]`;
    const read = readCertificate(text, path, faults);
    if (read && certificates.some(({ thumbprint }) => thumbprint === read.thumbprint))
      faults.add(path, read.thumbprint, "each certificate once", "remove one");
    else if (read) certificates.push(read);
  }
  return { certificates, lifetimeHours: checkSecret(args.secret, prefix, faults) };
}

function checkSecret(secret: KeyVaultSecretArgs | undefined, prefix: string, faults: Faults): number {
  if (!secret) return 0;
  const { slots, secretName } = secret;
  if (slots.length === 0 || slots.length > mostSlots)
    faults.add(
      `${prefix}secret.slots`,
      slots,
      "one or two names",
      "name the client secret, such as the month of its making",
    );
  const seen = new Set<string>();
  for (const [index, slot] of slots.entries()) {
    const path = `${prefix}secret.slots[${index}]`;
    if (!/^[A-Za-z0-9-]{1,40}$/.test(slot))
      faults.add(path, slot, "1 to 40 letters, digits and -", "choose another name");
    else if (seen.has(slot)) faults.add(path, slot, "each name once", "remove one");
    seen.add(slot);
  }
  if (!/^[A-Za-z0-9-]{1,127}$/.test(secretName))
    faults.add(`${prefix}secret.secretName`, secretName, "1 to 127 letters, digits and -", "choose another name");
  return readLifetime(secret.lifetime ?? "180d", `${prefix}secret.lifetime`, faults) ?? 0;
}
