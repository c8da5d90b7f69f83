import { peopleAiClientId } from "consentra/vendors";
import { grantMail } from "./grant";
import { scopeFor } from "./scope";

grantMail(undefined, { dependsOn: scopeFor(peopleAiClientId) });
