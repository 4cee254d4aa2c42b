//! Drawings of machines made by hand, and the command line.

mod cli;
mod fixture;
mod graphviz;
mod project;
mod render;
mod target;
