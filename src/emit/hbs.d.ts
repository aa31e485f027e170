/** A template, precompiled when the program is built; `Handlebars.template` of `handlebars/runtime` makes it a function. */
declare module "*.hbs" {
  const specification: TemplateSpecification;
  export default specification;
}

/** The part of Handlebars that runs precompiled templates. Its own declarations leave it empty. */
declare module "handlebars/runtime.js" {
  import Handlebars from "handlebars";
  export default Handlebars;
}
