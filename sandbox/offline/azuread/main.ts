import { serve } from "../rpc/server";
import { azureadProvider } from "./provider";

serve(azureadProvider);
