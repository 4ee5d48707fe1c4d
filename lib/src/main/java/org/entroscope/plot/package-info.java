/**
 * Figures as Plotly specifications, built from values and tables: {@link
 * org.entroscope.plot.HeatMap} (Figure 3), {@link org.entroscope.plot.LayerHistory} (Figure 5),
 * {@link org.entroscope.plot.HeadBars} (Figure 2a), {@link org.entroscope.plot.LossCurves} (Figure
 * 2b). Each returns a {@link org.entroscope.plot.Figure}, which can be shown, saved or embedded.
 */
package org.entroscope.plot;
