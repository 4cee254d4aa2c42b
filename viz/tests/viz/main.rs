//! Drawings of machines made by hand, and the command line.

mod annotated;
mod browser;
mod built;
mod cli;
mod compare;
mod expand;
mod fixture;
mod gallery;
mod graphviz;
mod overlap;
mod pictures;
mod project;
mod render;
mod schema;
mod size;
mod target;
