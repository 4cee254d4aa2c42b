//! Empty: this package is here for its test, which is `tests/twins` in the edition of 2021.
