import { operation, type Needs } from "./operation";

const reports: Needs = { application: { least: "Reports.Read.All" }, delegated: { least: "Reports.Read.All" } };
const services = [
  "AuditLogsQuery-Exchange.Read.All",
  "AuditLogsQuery-OneDrive.Read.All",
  "AuditLogsQuery-SharePoint.Read.All",
  "AuditLogsQuery-Endpoint.Read.All",
  "AuditLogsQuery.Read.All",
] as const;
const queries: Needs = {
  application: { least: "AuditLogsQuery-Entra.Read.All", wider: services },
  delegated: { least: "AuditLogsQuery-Entra.Read.All", wider: services },
  note: "Each permission is for one service; AuditLogsQuery-Entra.Read.All for the directory.",
};

export const audit = [
  operation("GET", "/auditLogs/signIns", "Lists who signed in where.", {
    application: { least: "AuditLog.Read.All" },
    delegated: { least: "AuditLog.Read.All" },
  }),
  operation("GET", "/auditLogs/directoryAudits", "Lists changes of the directory, with who made them.", {
    application: { least: "AuditLog.Read.All", wider: ["Directory.Read.All"] },
    delegated: { least: "AuditLog.Read.All", wider: ["Directory.Read.All"] },
  }),
  operation("POST", "/security/auditLog/queries", "Begins a search of the audit log.", queries),
  operation("GET", "/security/auditLog/queries/{id}/records", "Lists what a search of the audit log found.", queries),
  operation(
    "GET",
    "/reports/getEmailActivityUserDetail(period={value})",
    "Reports how much mail each user sent and received.",
    reports,
  ),
  operation("GET", "/reports/getMailboxUsageDetail(period={value})", "Reports how full each mailbox is.", reports),
  operation(
    "GET",
    "/reports/getOffice365ActiveUserDetail(period={value})",
    "Reports when each user was last active in each service.",
    reports,
  ),
  operation("GET", "/security/alerts_v2", "Lists security alerts.", {
    application: { least: "SecurityAlert.Read.All", wider: ["SecurityAlert.ReadWrite.All"] },
    delegated: { least: "SecurityAlert.Read.All", wider: ["SecurityAlert.ReadWrite.All"] },
  }),
  operation("GET", "/identityProtection/riskyUsers", "Lists users at risk.", {
    application: { least: "IdentityRiskyUser.Read.All", wider: ["IdentityRiskyUser.ReadWrite.All"] },
    delegated: { least: "IdentityRiskyUser.Read.All", wider: ["IdentityRiskyUser.ReadWrite.All"] },
  }),
];
