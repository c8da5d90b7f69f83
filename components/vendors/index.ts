export { peopleAi, peopleAiClientId, peopleAiPermissions, type PeopleAiOptions } from "./people-ai";
