import * as command from "@pulumi/command";
import { peopleAiClientId } from "consentra/vendors";
import { grantMail } from "./grant";
import { scopeFor } from "./scope";

// The output of a command that did not run yet: no preview can know it.
const late = new command.local.Command("late", { create: "echo 5b000000-0000-4000-8000-000000000005" });
grantMail(late.stdout, { dependsOn: scopeFor(peopleAiClientId) });
