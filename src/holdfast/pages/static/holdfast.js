// The behaviour on our pages is GOV.UK Frontend's own, and keeping what is typed as a draft; every page works without either.
import { initAll } from "./vendor/govuk-frontend.min.js";
import "./drafts.js";

initAll();
