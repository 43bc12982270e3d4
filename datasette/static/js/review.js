// The page of review: the document on one side, what was read from it on the other, joined.
import { Forms } from "./review/forms.js";
import { startKeys } from "./review/keys.js";
import { Links } from "./review/links.js";
import { Pages } from "./review/pages.js";
import { startReadings } from "./review/readings.js";
import { startSelection } from "./review/selection.js";
import { startSuggestions } from "./review/suggestions.js";

const root = document.getElementById("review");
// A form that was refused is shown at its own address, which nobody can reload.
if (location.pathname !== root.dataset.base) history.replaceState(null, "", root.dataset.base);

const pages = new Pages(root);
const links = new Links(root, pages);
const forms = new Forms(root, () => links.refresh());

links.refresh();
startKeys(root, forms, pages);
startSelection(pages, forms);
startSuggestions(root);
startReadings(root);
forms.begin();
