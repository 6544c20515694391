// The behaviour on our pages is GOV.UK Frontend's own, keeping what is typed as a draft, and how far long work is; every page works without either.
import { initAll } from "./vendor/govuk-frontend.min.js";
import "./drafts.js";
import "./progress.js";

initAll();
