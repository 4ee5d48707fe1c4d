package org.entroscope.pretrained;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Generates damaged and hostile {@code tokenizer.json} files from valid ones at random. */
final class TokenizerMutations {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parts that are valid on their own, or invalid in ways that have occurred in practice. */
  private static final String[] PARTS = {
    "null",
    "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true,'use_regex':true}",
    "{'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated','invert':false}",
    "{'type':'Split','pattern':{'Regex':'(?:(?=(a+))\\\\1)*?(a|aa)+$'},'behavior':'Removed',"
        + "'invert':true}",
    "{'type':'Split','pattern':{'Regex':'('},'behavior':'Isolated','invert':false}",
    "{'type':'Split','pattern':{'Regex':''},'behavior':'MergedWithNext','invert':false}",
    "{'type':'Split','pattern':{'String':''},'behavior':'Contiguous','invert':false}",
    "{'type':'FixedLength','length':0}",
    "{'type':'FixedLength','length':3}",
    "{'type':'Digits','individual_digits':true}",
    "{'type':'Metaspace','replacement':'\u2581','prepend_scheme':'always','split':true}",
    "{'type':'Metaspace','replacement':'','prepend_scheme':'first','split':false}",
    "{'type':'Whitespace'}",
    "{'type':'WhitespaceSplit'}",
    "{'type':'Punctuation','behavior':'Isolated'}",
    "{'type':'CharDelimiterSplit','delimiter':'a'}",
    "{'type':'UnicodeScripts'}",
    "{'type':'BertPreTokenizer'}",
    "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,"
        + "'strip_accents':null,'lowercase':true}",
    "{'type':'Precompiled','precompiled_charsmap':'AAAA'}",
    "{'type':'Precompiled','precompiled_charsmap':''}",
    "{'type':'Replace','pattern':{'String':''},'content':'x'}",
    "{'type':'Replace','pattern':{'Regex':'.*?'},'content':'xx'}",
    "{'type':'Replace','pattern':{'Regex':'(.+)+b'},'content':''}",
    "{'type':'Prepend','prepend':''}",
    "{'type':'NFC'}",
    "{'type':'NFKD'}",
    "{'type':'StripAccents'}",
    "{'type':'Strip','strip_left':true,'strip_right':true}",
    "{'type':'Strip','content':'','start':4294967296,'stop':-1}",
    "{'type':'ByteFallback'}",
    "{'type':'Fuse'}",
    "{'type':'WordPiece','prefix':'##','cleanup':true}",
    "{'type':'BPEDecoder','suffix':'</w>'}",
    "{'type':'CTC','pad_token':'','word_delimiter_token':'','cleanup':true}",
    "{'type':'Sequence','normalizers':[]}",
    "{'type':'Sequence','pretokenizers':[]}",
    "{'type':'Sequence','decoders':[]}",
    "{'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{}}",
    "{'type':'BertProcessing','sep':['a',0],'cls':['b',4294967295]}",
    "{'type':'Fixed'}"
  };

  private static final String[] VALUES = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1",
    "2147483647",
    "2147483648",
    "4294967296",
    "1e308",
    "1e999",
    "0.5",
    "''",
    "'a'",
    "'##'",
    "'\\u0000'",
    "'(a+)+$'",
    "[]",
    "{}",
    "[[]]",
    "[0]",
    "['a','b']"
  };

  /** The number of valid files, which are the first ones of the list. */
  private static final int SOUND = 4;

  private final Random random;
  private final List<byte[]> good = new ArrayList<>();

  TokenizerMutations(long seed, Path resources) throws IOException {
    random = new Random(seed);
    good.add(Files.readAllBytes(resources.resolve("byte-pairs.json")));
    good.add(Files.readAllBytes(resources.resolve("unigram.json")));
    good.add(text(wordPiece()));
    good.add(text(wordPiece().replace("WordPiece", "WordLevel")));
    try (var hostile = Files.list(resources.resolve("hostile"))) {
      for (Path file : hostile.sorted().toList()) {
        good.add(Files.readAllBytes(file));
      }
    }
  }

  private static String wordPiece() {
    return "{'version':'1.0','truncation':{'direction':'Right','max_length':4,"
        + "'strategy':'LongestFirst','stride':0},'padding':{'strategy':{'Fixed':8},"
        + "'direction':'Right','pad_to_multiple_of':null,'pad_id':0,'pad_type_id':0,"
        + "'pad_token':'[UNK]'},'added_tokens':[{'id':0,'content':'[UNK]','single_word':false,"
        + "'lstrip':false,'rstrip':false,'normalized':false,'special':true}],'normalizer':"
        + "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,"
        + "'strip_accents':null,'lowercase':true},'pre_tokenizer':{'type':'BertPreTokenizer'},"
        + "'post_processor':null,'decoder':{'type':'WordPiece','prefix':'##','cleanup':true},"
        + "'model':{'type':'WordPiece','unk_token':'[UNK]','continuing_subword_prefix':'##',"
        + "'max_input_chars_per_word':100,'vocab':{'[UNK]':0,'a':1,'##a':2,'int':3,'b':4}}}";
  }

  private static byte[] text(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode parsed(String json) throws IOException {
    return JSON.readTree(text(json.replace("\u2581", "\\u2581")));
  }

  /** Returns the next file. */
  byte[] next() throws IOException {
    // most files and parts are valid, so that many tokenizers are applied to a text
    byte[] from = good.get(random.nextInt(random.nextInt(3) == 0 ? good.size() : SOUND));
    if (random.nextInt(8) == 0) {
      return bytes(from);
    }
    JsonNode root;
    try {
      root = JSON.readTree(from);
    } catch (IOException e) {
      return bytes(from);
    }
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      change((ObjectNode) root);
    }
    return JSON.writeValueAsBytes(root);
  }

  private byte[] bytes(byte[] from) {
    byte[] copy = from.clone();
    switch (random.nextInt(3)) {
      case 0:
        return Arrays.copyOf(copy, random.nextInt(copy.length));
      case 1:
        for (int i = 0; i < 3; i++) {
          copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
      default:
        int begin = random.nextInt(copy.length);
        int end = begin + random.nextInt(copy.length - begin);
        byte[] without = Arrays.copyOf(copy, copy.length - (end - begin));
        System.arraycopy(copy, end, without, begin, copy.length - end);
        return without;
    }
  }

  private void change(ObjectNode root) throws IOException {
    String[] places = {"normalizer", "pre_tokenizer", "post_processor", "decoder"};
    int kind = random.nextInt(10);
    if (kind < 5) {
      root.set(places[random.nextInt(4)], parsed(PARTS[random.nextInt(PARTS.length)]));
    } else if (kind < 7) {
      String name = random.nextBoolean() ? "normalizer" : "pre_tokenizer";
      String list = name.equals("normalizer") ? "normalizers" : "pretokenizers";
      ObjectNode sequence = root.putObject(name).put("type", "Sequence");
      ArrayNode parts = sequence.putArray(list);
      for (int i = 0; i < 3; i++) {
        parts.add(parsed(PARTS[1 + random.nextInt(PARTS.length - 1)]));
      }
    } else {
      JsonNode place = root;
      // stays near the top most of the time, to change settings rather than one of hundreds of
      // tokens
      while (true) {
        List<JsonNode> inner = new ArrayList<>();
        place.forEach(node -> inner.add(node));
        inner.removeIf(node -> !node.isContainerNode() || node.isEmpty());
        if (inner.isEmpty() || random.nextInt(3) == 0) {
          break;
        }
        place = inner.get(random.nextInt(inner.size()));
      }
      replace(place);
    }
  }

  private void replace(JsonNode place) throws IOException {
    JsonNode value = parsed(VALUES[random.nextInt(VALUES.length)]);
    boolean remove = random.nextInt(4) == 0;
    if (place instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (remove) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (place instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      if (remove) {
        array.remove(index);
      } else {
        array.set(index, value);
      }
    }
  }
}
