// Runs before the page is drawn, so that what only works with JavaScript does not flicker. A file, not an inline script: the
// content security policy allows none.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
