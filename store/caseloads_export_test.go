package store

// NamesPerson is compared with the schema.
var NamesPerson = namesPerson
