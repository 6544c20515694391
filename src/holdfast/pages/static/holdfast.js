// The only behaviour on our pages is GOV.UK Frontend's own; every page works without it.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
