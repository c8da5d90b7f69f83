import { peopleAiClientId } from "consentra/vendors";
import { grantMail } from "./grant";
import { scopeFor } from "./scope";

scopeFor(peopleAiClientId);
grantMail(undefined);
