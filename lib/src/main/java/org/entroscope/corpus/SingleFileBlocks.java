package org.entroscope.corpus;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cuts a corpus of one file into about {@link #BLOCKS} blocks of whole lines, so that it can be
 * split. Other corpora are not changed, and neither is a file that is so long that it already has
 * that many parts.
 */
final class SingleFileBlocks implements Cursor {

  static final int BLOCKS = 20;

  private final Cursor documents;
  private final Deque<Document> ahead = new ArrayDeque<>();
  private boolean looked;

  SingleFileBlocks(Cursor documents) {
    this.documents = documents;
  }

  @Override
  public Document next() throws IOException {
    if (!looked) {
      looked = true;
      look();
    }
    return ahead.isEmpty() ? documents.next() : ahead.poll();
  }

  private void look() throws IOException {
    for (int i = 0; i < BLOCKS; i++) {
      Document document = documents.next();
      if (document == null) {
        if (!ahead.isEmpty()) {
          cut();
        }
        return;
      }
      ahead.add(document);
      if (i > 0 && document.beginsFile()) {
        return;
      }
    }
  }

  private void cut() {
    String file = ahead.peek().file();
    StringBuilder all = new StringBuilder();
    ahead.forEach(part -> all.append(part.text()));
    ahead.clear();
    char[] text = all.toString().toCharArray();
    int size = Math.max(2, (text.length + BLOCKS - 1) / BLOCKS); // room for a surrogate pair
    int begin = 0;
    while (begin < text.length) {
      int end = Math.min(text.length, begin + size);
      if (end < text.length) {
        String block = new String(text, begin, end - begin);
        end = begin + Math.max(1, TextCursor.cut(block.toCharArray(), block.length()));
      }
      ahead.add(new Document(file, ahead.size() + 1, new String(text, begin, end - begin)));
      begin = end;
    }
  }

  @Override
  public void close() throws IOException {
    documents.close();
  }
}
