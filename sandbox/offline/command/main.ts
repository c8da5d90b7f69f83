import { serve } from "../rpc/server";
import { commandProvider } from "./provider";

serve(commandProvider);
