package org.entroscope.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "int x = 1;\r\n\tint y;\n",
        "naïve 北京 \uD83D\uDC69\u200D\uD83D\uDCBB e\u0301 \u202Eright to left\u202C \u0000 \uFEFF",
        "before <|endoftext|> after",
        "                                                                                x"
      })
  void everyTextComesBack(String text) {
    for (Tokenizer tokenizer : new Tokenizer[] {Tokenizer.bytes(), Tokenizer.gpt2()}) {
      int[] tokens = tokenizer.encode(text);
      assertEquals(text, tokenizer.decode(tokens), tokenizer.name());
      assertTrue(Arrays.stream(tokens).allMatch(t -> t >= 0 && t < tokenizer.vocabularySize()));
    }
  }

  @Property(tries = 300)
  void anyTextComesBackAsItsUtf8(@ForAll String any) {
    // unpaired surrogates cannot be encoded in UTF-8
    String lone = "(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])";
    String text = any.replaceAll(lone, "\uFFFD");
    assertEquals(text, Tokenizer.bytes().decode(Tokenizer.bytes().encode(any)));
    assertEquals(text, Tokenizer.gpt2().decode(Tokenizer.gpt2().encode(any)));
  }

  @Test
  void gpt2HasItsPublishedIds() {
    assertArrayEquals(new int[] {15496, 11, 995, 0}, Tokenizer.gpt2().encode("Hello, world!"));
    assertEquals(50257, Tokenizer.gpt2().vocabularySize());
    assertEquals("<|endoftext|>", Tokenizer.gpt2().decode(new int[] {50256}));
  }

  @Test
  void specialTokensAreOrdinaryText() {
    int[] tokens = Tokenizer.gpt2().encode("<|endoftext|>");
    assertTrue(tokens.length > 1);
    assertTrue(Arrays.stream(tokens).noneMatch(token -> token == 50256));
  }

  @Test
  void brokenUtf8BecomesReplacementCharacters() {
    assertEquals("a\uFFFDb", Tokenizer.bytes().decode(new int[] {'a', 0xff, 'b'}));
    assertEquals("\uFFFD", Tokenizer.bytes().decode(new int[] {0xe5, 0x8c}));
  }

  @Test
  void idsOutsideOfTheVocabularyAreRefused() {
    var e = IllegalArgumentException.class;
    assertTrue(
        assertThrows(e, () -> Tokenizer.bytes().decode(new int[] {1, 256}))
            .getMessage()
            .contains("256 at position 1"));
    assertThrows(e, () -> Tokenizer.bytes().decode(new int[] {-1}));
    assertThrows(e, () -> Tokenizer.gpt2().decode(new int[] {50257}));
  }

  @Test
  void namesLeadBack() {
    for (Tokenizer tokenizer : new Tokenizer[] {Tokenizer.bytes(), Tokenizer.gpt2()}) {
      assertEquals(tokenizer, Tokenizer.named(tokenizer.name()));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> Tokenizer.named("gpt3")).getMessage();
    assertEquals("there is no tokenizer \"gpt3\"; known are bytes and gpt2", message);
  }
}
