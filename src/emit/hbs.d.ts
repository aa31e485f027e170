/** A template, compiled when the program is built (`tools/handlebars.js`). */
declare module "*.hbs" {
  const write: (writer: import("./template.js").TemplateWriter, model: unknown) => void;
  export default write;
}
