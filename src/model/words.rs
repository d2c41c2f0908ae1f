//! Enumerations that are stored, printed and typed as words.

/// Defines such an enumeration: each variant with its word, all of them in
/// order, and printing by word. With `by word` it is also read by word and no
/// other way.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, by word, $known:literal: $($rest:tt)+) => {
        words! { $(#[$doc])* $name, $known: $($rest)+ }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> std::result::Result<Self, String> {
                Self::from_word(word)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident, $known:literal:
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word, as it is stored and printed.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The one with this word; the error lists the words there are.
            fn from_word(word: &str) -> std::result::Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("{} {}", $known, [$($word),+].join(", "))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;
