import { grantMail } from "./grant";

grantMail(undefined);
