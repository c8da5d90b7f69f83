import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

new PolicyPack("consentra-app-hygiene", { policies });
