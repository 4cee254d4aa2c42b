//! Drawings of machines made by hand, and the command line.

mod browser;
mod cli;
mod expand;
mod fixture;
mod gallery;
mod graphviz;
mod overlap;
mod pictures;
mod project;
mod render;
mod schema;
mod target;
