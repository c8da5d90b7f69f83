import { grantMail } from "./grant";
import { scopeFor } from "./scope";

grantMail(undefined, { dependsOn: scopeFor("11111111-2222-4333-8444-555555555555") });
