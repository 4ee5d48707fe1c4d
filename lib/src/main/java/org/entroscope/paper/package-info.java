/**
 * The published numbers as tables ({@link org.entroscope.paper.Paper}), the experiments that
 * reproduce them ({@link org.entroscope.paper.Series}), and the comparison of both.
 */
package org.entroscope.paper;
