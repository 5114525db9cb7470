namespace Descent.Figures;

/// <summary>The script of every figure: an expression whose value draws one figure. The first on a page defines it, the others find it.</summary>
/// <remarks>It takes the page's Plotly, else waits for the page to load it, else (Jupyter pages) loads it from the kernel's folder.
/// Play, pause and the slider of a figure that moves are reached by Tab and obey Enter, Space, arrows, Home and End, which plotly's own do not.
/// Nothing else is ever requested; without Plotly the alternative text stays.</remarks>
static class Script
{
    public const string Text = """
(window.DescentFigures??=(w=>{
const d=w.document,media=q=>w.matchMedia(q),drawn=new Set;
const page=()=>w.Plotly||new Promise(done=>{
 const base=()=>{try{return JSON.parse(d.getElementById('jupyter-config-data').textContent).baseUrl}catch{return d.body.dataset.baseUrl}};
 const load=()=>{const b=base();if(w.Plotly||!b||!/^http/.test(w.location.protocol))return done(w.Plotly);
  const s=d.createElement('script');s.src=b+'kernelspecs/.net-csharp/plotly.min.js';s.onload=s.onerror=()=>done(w.Plotly);d.head.append(s)};
 d.readyState==='complete'?load():w.addEventListener('load',load)});
const css=d.createElement('style');css.textContent='.descent-plot .modebar-container{top:auto!important;bottom:-3px}.descent-plot svg [tabindex]:focus-visible{outline:2px solid currentColor}';d.head.append(css);
let plotly;
const dark=e=>{const c=w.getComputedStyle(e).color.match(/[\d.]+/g)||[0,0,0];return .299*c[0]+.587*c[1]+.114*c[2]>127};
const bright={'#0072B2':'#3f9fdc','rgba(0,114,178':'rgba(63,159,220','#D55E00':'#f0802f','rgba(213,94,0':'rgba(240,128,47','#009E73':'#1fbf92','rgba(0,158,115':'rgba(31,191,146'};
const colours=(data,d)=>{let s=JSON.stringify(data);if(d)for(const c in bright)s=s.replaceAll(c,bright[c]);return JSON.parse(s)};
const apply=(layout,keys)=>{for(const[path,v]of Object.entries(keys)){const k=path.split('.'),z=k.pop();k.reduce((o,x)=>o[x]??={},layout)[z]=v}};
const keys=(P,g,f)=>{
 const steps=f.layout.sliders[0].steps,last=steps.length-1,set=(e,a)=>{for(const k in a)e.setAttribute(k,a[k])};
 let at=0;
 const show=()=>{
  g.querySelectorAll('.updatemenu-button').forEach((b,i)=>{
   set(b,{tabindex:0,role:'button','aria-label':['Play','Pause'][i]});
   b.onkeydown=k=>{if(k.key==='Enter'||k.key===' '){k.preventDefault();b.dispatchEvent(new MouseEvent('click'))}}});
  const s=g.querySelector('.slider-group');
  set(s,{tabindex:0,role:'slider','aria-label':'Step','aria-valuemin':0,'aria-valuemax':last,'aria-valuenow':at,'aria-valuetext':'step '+steps[at].label});
  s.onkeydown=k=>{
   const to={ArrowRight:at+1,ArrowUp:at+1,ArrowLeft:at-1,ArrowDown:at-1,Home:0,End:last}[k.key];
   if(to===undefined)return;
   k.preventDefault();if(steps[to])P.animate(g,...steps[at=to].args).catch(()=>{})}};
 g.on('plotly_animatingframe',a=>{at=+a.name;show()});g.on('plotly_afterplot',()=>{at=g.layout.sliders[0].active??0;show()});show()};
const start=async(e,f)=>{
 const P=await(plotly??=page()),plot=e.querySelector('.descent-plot');
 if(!P)return void(plotly=null);
 if(f.full&&!P.PlotSchema.get().traces.surface)return;
 const calm=media('(prefers-reduced-motion: reduce)').matches,size=()=>plot.clientWidth<560?'narrow':'wide';
 let g,now;
 const draw=()=>{
  const night=dark(e),l=structuredClone(f.layout);now=size();apply(l,f[now]);l.template=f[night?'dark':'light'];
  if(media('(pointer: coarse)').matches)l.dragmode=false;
  if(calm)delete l.updatemenus;
  plot.style.minHeight=l.height+'px';
  if(g)return P.react(g,colours(f.data,night),l,f.config);
  g=d.createElement('div');plot.append(g);
  P.newPlot(g,colours(f.data,night),l,f.config).then(()=>f.frames&&P.addFrames(g,f.frames)).then(()=>{
   plot.querySelector('.descent-alt').hidden=true;drawn.add(g);f.frames&&keys(P,g,f)},
   x=>{g.remove();console.error(x)})};
 new ResizeObserver(()=>{
  if(!plot.clientWidth)return;
  if(!g)return draw();
  if(!drawn.has(g))return;
  if(now!==size()){now=size();plot.style.minHeight=f[now].height+'px';P.relayout(g,f[now])}else P.Plots.resize(g)}).observe(plot);
 media('(prefers-color-scheme: dark)').addEventListener('change',()=>setTimeout(()=>drawn.has(g)&&draw(),60))};
const find=(key,f,left)=>{
 const all=d.querySelectorAll(`[data-figure="${key}"]:not([data-started])`);
 all.forEach(e=>{e.dataset.started='';start(e,f)});
 if(!all.length&&left)setTimeout(find,150,key,f,left-1)};
return(key,f)=>find(key,f,20)})(window))
""";
}
