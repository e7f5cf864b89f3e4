// The consultant's app: visits that can be filled without a network. Everything is in visits/.
import { begin } from "./visits/app";

begin();
