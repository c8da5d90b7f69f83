import type { Application } from "../model";
import { applicationType, renderApplication } from "./application-type";
import { notFound } from "./lookup";
import type { GraphRouter } from "./router";
import type { GraphCall } from "./router";

/** Deleted applications: listed, restored, or removed for good. */
export function registerDeletedItems(route: GraphRouter): void {
  route("GET", "/directory/deletedItems/microsoft.graph.application", (call) => {
    const deleted = [...call.tenant.deletedApplications.values()];
    return call.collection(
      applicationType,
      deleted.map((found) => renderApplication(call.tenant, found, call.version)),
    );
  });
  route("GET", "/directory/deletedItems/:id", (call) =>
    call.object(applicationType, {
      "@odata.type": "#microsoft.graph.application",
      ...renderApplication(call.tenant, deletedApplication(call), call.version),
    }),
  );
  route("DELETE", "/directory/deletedItems/:id", (call) => {
    call.tenant.deletedApplications.delete(deletedApplication(call).id);
    return undefined;
  });
  route("POST", "/directory/deletedItems/:id/restore", (call) => {
    const application = deletedApplication(call);
    call.tenant.deletedApplications.delete(application.id);
    application.deletedDateTime = null;
    call.tenant.applications.set(application.id, application);
    return call.object(applicationType, renderApplication(call.tenant, application, call.version));
  });
}

function deletedApplication(call: GraphCall): Application {
  const id = call.param("id").toLowerCase();
  const application = call.tenant.deletedApplications.get(id);
  if (!application) throw notFound(id);
  return application;
}
