//! All integration tests in one program: it links once, which is most of what a change costs.
//!
//! The tables come first and tell at once; laws and long inputs are last.

mod rounds;

mod alone;
mod canonical_text;
mod country_hints;
mod documented_example;
mod every_rule;
mod examples;
mod names;
mod parts_of_a_record;
mod quick_ways;
mod rules_make_sense;
mod schema;
mod seeded_fuzz;
mod sets;
mod tax_number_data;
mod text_limit;
mod tin_algorithms;
mod tin_births;
mod tin_properties;
mod tin_vectors;
