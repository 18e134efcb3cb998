// code.js colours the code in messages, and names its language in full. The program and first.js load it when the
// first such message is on the page. It puts spans around what is there: the text stays as it is, and so does what is
// copied. A language is a list of rules, each a class and a pattern, of which the first that fits is taken; none of the
// patterns goes back over what it has read, so that any text takes time in proportion to its length.
//
// The classes: k keyword, s string, e escape in one, n number, b constant, t type, f function, a attribute or key,
// v variable, m what is about the code, c comment, i and d lines that a change adds and removes.
(() => {
  "use strict";
  if (window.confabCode) return;

  // ---------- Languages ----------

  const r = String.raw;
  const slashes = ["c", r`//[^\n]*|/\*[^]*?(?:\*/|$(?![^]))`], hash = ["c", r`#[^\n]*`];
  const double = ["s", r`"(?:\\[^\n]|[^"\\\n])*"?`], single = ["s", r`'(?:\\[^\n]|[^'\\\n])*'?`];
  const quotes = ["s", double[1] + "|" + single[1]];
  const back = ["s", r`${"`"}(?:\\[^]|[^${"`"}\\])*${"`"}?`];
  const triple = ["s", r`"""[^]*?(?:"""|$(?![^]))|'''[^]*?(?:'''|$(?![^]))`];
  const number = ["n", r`(?<![\p{L}\d_])(?:0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)(?:[a-zA-Z%]\w*)?`];
  const word = ["w", r`[\p{L}_$][\p{L}\p{N}_$]*`], dashed = ["w", r`[\p{L}_][\p{L}\p{N}_-]*`];
  const annotation = ["m", r`@[\p{L}_][\p{L}\p{N}_.]*`], dollar = ["v", r`\$(?:\{[^}\n]*\}?|[\p{L}_][\p{L}\p{N}_:]*|[\d#?@*!$])`];
  const preprocessor = ["m", r`^[ \t]*#[ \t]*\w+`];
  const usual = [slashes, quotes, number, word];

  const C = "auto break case const continue default do else enum extern for goto if inline register restrict return sizeof " +
    "static struct switch typedef union volatile while", TYPES = "bool char double float int long short signed unsigned void " +
    "size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t FILE", NONE = "true false null";
  const OBJECTS = "abstract as async await base break case catch class const continue default do else enum extends final " +
    "finally for foreach if implements import in instanceof interface internal is lock namespace new operator out override " +
    "package params private protected public readonly record ref return sealed static super switch this throw throws try " +
    "typeof using var virtual void when where while with yield";
  const JS = "as async await break case catch class const continue debugger default delete do else export extends finally for " +
    "from function get if import in instanceof let new of return set static super switch this throw try typeof var void while " +
    "with yield", VALUES = "true false null undefined NaN Infinity";
  const template = [slashes, back, quotes, number, annotation, word];

  // Each is: its name, other names, rules, keywords, constants, types. A capital letter begins a type; "i": letters are
  // alike large and small.
  const languages = [
    ["Bash", "sh shell zsh console terminal", [["c", r`(?<![^\s;])#[^\n]*`], quotes, dollar, ["a", r`(?<![^\s=])--?[a-zA-Z][\w-]*`],
      number, dashed], "if then else elif fi for while until do done case esac in function select return exit local export " +
      "readonly declare unset shift set source alias trap sudo", "true false"],
    ["C", "h", [preprocessor, ...usual], C, "NULL true false", TYPES],
    ["C++", "cpp cc cxx hpp", [preprocessor, ...usual], C + " alignas and catch class concept consteval constexpr co_await co_return " +
      "co_yield decltype delete explicit export final friend mutable namespace new noexcept not operator or override private " +
      "protected public requires static_assert template this throw try typeid typename using virtual",
      "nullptr NULL true false", TYPES + " auto string vector map wchar_t"],
    ["C#", "cs csharp", [preprocessor, ["s", r`[$@]{1,2}"(?:""|[^"])*"?`], ...usual], OBJECTS + " delegate event get init let select set " +
      "from group orderby join partial required struct unchecked unsafe nameof", NONE,
      "bool byte char decimal double float int long object sbyte short string uint ulong ushort dynamic"],
    ["CSS", "scss less", [slashes, quotes, ["m", r`@[\w-]+`], ["v", r`--[\w-]+|\$[\w-]+`], ["n", r`#[\da-fA-F]{3,8}\b|-?\d[\d.]*[a-z%]*`],
      ["t", r`[.#&][\p{L}_-][\w-]*|::?[\w-]+(?=[\s,{(:])`], ["a", r`[\w-]+(?=\s*:\s)`], ["k", r`!important`], ["f", r`[\w-]+(?=\()`],
      ["x", r`[\w-]+`]], ""],
    ["Dart", "flutter", [triple, ...template], OBJECTS + " covariant deferred dynamic export external factory get hide late library mixin " +
      "on part required rethrow set show sync typedef", NONE, "int double num bool dynamic"],
    ["Diff", "patch udiff", [["m", r`^(?:@@|diff |index |--- |\+\+\+ |commit |Author:|Date:)[^\n]*`], ["i", r`^\+[^\n]*`], ["d", r`^-[^\n]*`],
      ["x", r`[^\n]+`]], ""],
    ["Dockerfile", "docker containerfile", [["c", r`^[ \t]*#[^\n]*`], quotes, dollar, ["k", r`^[ \t]*[A-Z]{3,}(?=\s)|\bAS\b`],
      ["a", r`(?<![^\s])--?[a-zA-Z][\w-]*`], number, ["x", r`[\w-]+`]], ""],
    ["Go", "golang", [slashes, back, quotes, number, word], "break case chan const continue default defer else fallthrough for func go " +
      "goto if interface map range return select struct switch type var", "true false nil iota", "any bool byte complex64 complex128 " +
      "comparable error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr", "package import"],
    ["HCL", "terraform tf", [hash, slashes, double, ["a", r`(?<![\w-])[\w-]{1,80}(?=\s{0,40}=[^=])`], number, dashed], "resource data variable output module " +
      "provider terraform locals for in if dynamic moved import", NONE, "string number bool list map set object any"],
    ["HTML", "xml svg xhtml vue svelte", [["c", r`<!--[^]*?(?:-->|$(?![^]))`], ["m", r`<[!?][^>]*>?`], ["k", r`</?[\p{L}_][\p{L}\d_.:-]*|/?>`],
      ["s", r`(?<==)"[^"]*"?|(?<==)'[^']*'?`], ["a", r`(?<![\w:@.-])[\w:@.-]{1,80}(?==["'])`], ["e", r`&#?\w+;`], ["x", r`[\w-]+`]], ""],
    ["INI", "toml cfg conf properties env", [["c", r`^[ \t]*[#;][^\n]*`], ["t", r`^[ \t]*\[[^\n]*`], ["a", r`^[ \t]*[\w.-]+(?=\s*[=:])`], quotes,
      number, word], "", "true false on off yes no"],
    ["Java", "", [triple, ...template], OBJECTS + " assert native permits strictfp synchronized transient volatile", NONE,
      "boolean byte char double float int long short"],
    ["JavaScript", "js jsx mjs cjs node", template, JS, VALUES],
    ["JSON", "jsonc json5 jsonl", [slashes, ["a", r`"(?:\\[^\n]|[^"\\\n])*"(?=\s*:)`], quotes, ["n", r`-?\d[\d.]*(?:[eE][+-]?\d+)?`], word], "", NONE],
    ["Kotlin", "kt kts", [triple, ...template], OBJECTS + " by companion constructor crossinline data fun init inline lateinit noinline " +
      "object open reified sealed suspend tailrec typealias val vararg", NONE],
    ["PHP", "", [["m", r`<\?(?:php|=)?|\?>`], ["m", r`#\[[^\n]*`], hash, slashes, quotes, dollar, number, word], OBJECTS + " echo elseif " +
      "endforeach endif endwhile fn function global include isset match print require require_once trait unset use", NONE +
      " TRUE FALSE NULL", "array bool callable float int iterable mixed object string"],
    ["PowerShell", "ps1 pwsh ps", [["c", r`<#[^]*?(?:#>|$(?![^]))`], hash, quotes, dollar, ["a", r`(?<![^\s(])-[a-zA-Z]\w*`],
      ["f", r`[A-Z]\w*-[A-Z]\w*`], number, word], "begin break catch class continue do else elseif end exit filter finally for foreach " +
      "function if in param process return switch throw trap try until using while", "", "", "", "i"],
    ["Python", "py python3 ipython", [hash, triple, ["s", r`\b[rbfuRBFU]{1,2}(?:"(?:\\[^\n]|[^"\\\n])*"?|'(?:\\[^\n]|[^'\\\n])*'?)`], quotes,
      annotation, number, word], "and as assert async await break case class continue def del elif else except finally for from global " +
      "if import in is lambda match nonlocal not or pass raise return try while with yield", "True False None self cls",
      "bool bytes dict float int list object set str tuple"],
    ["Ruby", "rb", [hash, quotes, back, ["v", r`@{1,2}\w+|\$\w+`], ["b", r`(?<!:):[a-zA-Z_]\w*[?!]?`], number, word], "alias and begin break case " +
      "class def do else elsif end ensure for if in module next not or redo rescue retry return self super then undef unless until " +
      "when while yield require require_relative include extend attr_reader attr_writer attr_accessor raise", "true false nil"],
    ["Rust", "rs", [slashes, ["m", r`#!?\[[^\n]*`], double, ["s", r`'(?:\\[^\n][^'\n]*|[^'\\\n])'`], ["a", r`'[a-z_]\w*`], ["f", r`[a-z_]\w*!(?=[(\[{])`],
      number, word], "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub " +
      "ref return self static struct super trait type union unsafe use where while", "true false", "bool char f32 f64 i8 i16 i32 i64 i128 " +
      "isize str u8 u16 u32 u64 u128 usize"],
    ["SQL", "postgres postgresql mysql sqlite psql plsql", [["c", r`--[^\n]*`], slashes, ["s", r`'(?:''|[^'])*'?`], ["v", r`"[^"\n]*"?`], number, word],
      "add all alter and as asc begin between by case cascade check column commit constraint create cross default delete desc distinct " +
      "drop else end exists explain foreign from full group having if in index inner insert intersect into is join key left like limit " +
      "not offset on or order outer over partition primary references returning right rollback select set table then transaction " +
      "trigger truncate union unique update using values view when where window with", "true false null", "bigint blob boolean bytea char " +
      "date decimal double float int integer json jsonb numeric real serial smallint text time timestamp timestamptz uuid varchar", "", "i"],
    ["Swift", "", [triple, ...template], OBJECTS + " actor associatedtype convenience defer deinit didSet extension fallthrough fileprivate func get " +
      "guard indirect init inout lazy let mutating nonmutating open protocol repeat required rethrows self set some struct subscript " +
      "typealias unowned weak willSet", "true false nil"],
    ["TypeScript", "ts tsx mts", template, JS + " abstract declare enum implements interface keyof namespace override private protected " +
      "public readonly satisfies type is", VALUES, "any bigint boolean never number object string symbol unknown void"],
    ["YAML", "yml", [["c", r`(?<![^\s])#[^\n]*`], ["a", r`[\w./-]+(?=:(?:\s|$))|"[^"\n]*"(?=:\s)`], quotes, ["m", r`(?<=[\s-])[&*!][\w./-]+|^---|^\.\.\.`],
      ["n", r`(?<![\w.-])-?\d[\d_.]*(?![\w.-])`], ["w", r`[\w./-]+`]], "", NONE + " yes no on off ~"],
  ];

  const byName = new Map();
  for (const [name, others, rules, ...words] of languages) {
    const language = { name, rules, words };
    for (const one of [name.toLowerCase(), ...others.split(" ")]) if (one) byName.set(one, language);
  }

  // prepare makes what a language is read with, when it is needed first.
  function prepare(language) {
    const { rules, words: [keywords = "", constants = "", types = "", about = "", flags = ""] } = language;
    const classes = new Map();
    for (const [name, list] of [["m", about], ["t", types], ["b", constants], ["k", keywords]]) {
      for (const one of list.split(" ")) if (one) classes.set(one, name);
    }
    language.is = (text) => classes.get(flags ? text.toLowerCase() : text);
    language.kinds = rules.map(([kind]) => kind);
    language.pattern = new RegExp(rules.map(([, pattern]) => `(${pattern})`).join("|"), "gmu");
  }

  // ---------- Spans ----------

  const marks = {
    k: (e) => e.classList.add("tok-k"),
    s: (e) => e.classList.add("tok-s"),
    n: (e) => e.classList.add("tok-n"),
    f: (e) => e.classList.add("tok-f"),
    c: (e) => e.classList.add("tok-c"),
    t: (e) => e.classList.add("tok-t"),
    b: (e) => e.classList.add("tok-b"),
    e: (e) => e.classList.add("tok-e"),
    a: (e) => e.classList.add("tok-a"),
    v: (e) => e.classList.add("tok-v"),
    m: (e) => e.classList.add("tok-m"),
    i: (e) => e.classList.add("tok-i"),
    d: (e) => e.classList.add("tok-d"),
  };

  function span(kind, text) {
    const made = document.createElement("span");
    marks[kind](made);
    if (kind !== "s" || !text.includes("\\")) {
      made.textContent = text;
      return made;
    }
    for (const part of text.split(/(\\(?:u\{?[\da-fA-F]+\}?|x[\da-fA-F]+|[^]))/)) made.append(part[0] === "\\" && part.length > 1 ? span("e", part) : part);
    return made;
  }

  // kindOf is what a word is, by what it is and what follows it.
  function kindOf(language, text, next) {
    return language.is(text) ?? (/^\s{0,9}\(/.test(next) ? "f" : /^\p{Lu}\w*\p{Ll}/u.test(text) ? "t" : "");
  }

  // colour returns the code in spans.
  function colour(text, language) {
    if (!language.pattern) prepare(language);
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const found of text.matchAll(language.pattern)) {
      if (!found[0]) continue;
      let kind = language.kinds[found.slice(1).findIndex((part) => part !== undefined)];
      const end = found.index + found[0].length;
      if (kind === "w") kind = kindOf(language, found[0], text.slice(end, end + 10));
      if (!marks[kind]) continue;
      parts.append(text.slice(at, found.index), span(kind, found[0]));
      at = end;
    }
    parts.append(text.slice(at));
    return parts;
  }

  // ---------- The page ----------

  const KEPT = 100; // codes that are at hand when their rows are drawn anew
  const kept = new Map();

  // show colours the code of an element. It reports whether there is nothing more to do.
  function show(code, now) {
    const bar = code.closest(".code").querySelector(".code__lang"), language = byName.get(bar?.textContent.toLowerCase());
    if (!language) return true;
    const text = code.textContent, key = language.name + "\n" + text;
    let parts = kept.get(key);
    if (!parts && !now) return false;
    try {
      parts ??= colour(text, language);
      if (kept.size >= KEPT) kept.clear();
      kept.set(key, parts);
      code.replaceChildren(parts.cloneNode(true));
      bar.textContent = language.name;
    } catch (err) {
      console.error("confab: code could not be coloured", err);
    }
    return true;
  }

  const seen = new WeakSet();
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      show(target, true);
    }
  }, { rootMargin: "50%" });
  function find() {
    for (const code of document.querySelectorAll(".code:not(.code--file) > pre > code")) {
      if (!seen.has(code) && !show(code, false)) near.observe(code);
      seen.add(code);
    }
  }
  new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
  find();
  window.confabCode = { colour, byName };
})();
