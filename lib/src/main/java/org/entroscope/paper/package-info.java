/**
 * The published numbers as tables, to be put beside one's own: {@link org.entroscope.paper.Paper}.
 */
package org.entroscope.paper;
