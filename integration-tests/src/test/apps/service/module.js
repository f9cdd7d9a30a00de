export default {
  async install (env) {
    env.installed = (env.installed ?? 0) + 1
  },
  async fetch (request, env, ctx) {
    const { pathname } = new URL(request.url)
    if (pathname === '/configured/env') {
      localStorage.setItem('visits', Number(localStorage.getItem('visits') ?? 0) + 1)
      return Response.json({ installed: env.installed, visits: localStorage.getItem('visits'), client: (await ctx.client())?.id })
    }
    if (pathname === '/configured/passes') {
      ctx.passThroughOnException()
      throw new Error('passed through')
    }
  },
  reportError () {}
}
